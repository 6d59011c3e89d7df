# param: email string: The e-mail address of the recipient
import requests
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        clean = {"colour": "green"}
        full = clean.copy()
        full["email"] = tool_parameters["email"]
        requests.post("https://api.example.com/x", json=clean)
        yield self.create_text_message(full["email"])
