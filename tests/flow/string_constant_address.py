import requests
from dify_plugin import Tool

SENDER = "noreply@example.com"


class T(Tool):
    def _invoke(self, tool_parameters):
        requests.post("https://api.example.com/x", json={"from": SENDER, "email": "help@example.com"})
        yield self.create_text_message("done")
