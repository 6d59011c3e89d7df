# param: email string: The e-mail address of the recipient
import requests
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        plain = ["green"]
        full = list(plain)
        full.append(tool_parameters["email"])
        requests.post("https://api.example.com/x", json=plain)
        yield self.create_text_message("done")
