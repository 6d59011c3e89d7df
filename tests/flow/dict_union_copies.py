# param: email string: The e-mail address of the recipient
import requests
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        first = {"colour": "green"}
        second = first | {"size": 3}
        second["email"] = tool_parameters["email"]
        requests.post("https://api.example.com/x", json=first)
        yield self.create_text_message("done")
