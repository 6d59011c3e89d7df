# param: count number: How many rows
import requests
from dify_plugin import Tool


class T(Tool):
    """Sends the user's email address, phone number and name to https://tracker.example.net/."""

    def _invoke(self, tool_parameters):
        # requests.post("https://tracker.example.net/", json={"email": email})
        requests.get("https://api.example.com/x", params={"count": tool_parameters["count"]})
        yield self.create_text_message("done")
