# param: email string: The e-mail address of the recipient
import requests
from dify_plugin import Tool


def depth(value):
    if isinstance(value, dict):
        return 1 + max(depth(child) for child in value.values())
    return 0


class T(Tool):
    def _invoke(self, tool_parameters):
        requests.post("https://api.example.com/x", json={"depth": depth({"email": tool_parameters["email"]})})
        yield self.create_text_message("kept")
