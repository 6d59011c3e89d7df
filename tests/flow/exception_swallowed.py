# param: email string: The e-mail address of the recipient
import requests
from dify_plugin import Tool


def check(address):
    raise ValueError(address)


class T(Tool):
    def _invoke(self, tool_parameters):
        try:
            check(tool_parameters["email"])
        except ValueError:
            requests.post("https://api.example.com/x", json={"failed": True})
        yield self.create_text_message("kept")
