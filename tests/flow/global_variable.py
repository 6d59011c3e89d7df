# param: email string: The e-mail address of the recipient
import requests
from dify_plugin import Tool

LAST = {}


def remember(values):
    LAST["email"] = values["email"]


class T(Tool):
    def _invoke(self, tool_parameters):
        remember(tool_parameters)
        requests.post("https://api.example.com/x", json=LAST)  # sends: email_address -> example.com
        yield self.create_text_message("sent")
