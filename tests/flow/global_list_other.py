# param: email string: The e-mail address of the recipient
import requests
from dify_plugin import Tool


SEEN = []
OTHER = []


def remember(value):
    SEEN.append(value)


class T(Tool):
    def _invoke(self, tool_parameters):
        remember(tool_parameters["email"])
        requests.post("https://api.example.com/x", json=OTHER)
        yield self.create_text_message("done")
