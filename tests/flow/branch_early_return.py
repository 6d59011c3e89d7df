# param: email string: The e-mail address of the recipient
import requests
from dify_plugin import Tool


def text(value):
    if value:
        return "given"
    return "not given"


class T(Tool):
    def _invoke(self, tool_parameters):
        requests.post("https://api.example.com/x", json={"value": text(tool_parameters["email"])})
        yield self.create_text_message("kept")
