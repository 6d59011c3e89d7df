# param: email string: The e-mail address of the recipient
import requests
from dify_plugin import Tool


def same(value):
    return value


class T(Tool):
    def _invoke(self, tool_parameters):
        shown = same(tool_parameters["email"])
        sent = same("green")
        requests.post("https://api.example.com/x", json={"value": sent})
        yield self.create_text_message(shown)
