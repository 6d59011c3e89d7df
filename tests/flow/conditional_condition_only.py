# param: email string: The e-mail address of the recipient
import requests
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        kind = "work" if tool_parameters["email"].endswith("example.com") else "home"
        requests.post("https://api.example.com/x", json={"kind": kind})
        yield self.create_text_message("kept")
