# param: email string: The e-mail address of the recipient
import requests
from dify_plugin import Tool

STATE = {"count": 0}


class T(Tool):
    def _invoke(self, tool_parameters):
        STATE["last"] = tool_parameters["email"]
        STATE["count"] = 1
        requests.post("https://api.example.com/x", json={"count": STATE["count"]})
        yield self.create_text_message("kept")
