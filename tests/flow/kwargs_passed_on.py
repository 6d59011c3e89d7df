# param: email string: The e-mail address of the recipient
import requests
from dify_plugin import Tool


def call(path, **kwargs):
    requests.post("https://api.example.com/" + path, **kwargs)  # sends: email_address -> example.com


class T(Tool):
    def _invoke(self, tool_parameters):
        call("x", json={"email": tool_parameters["email"]}, timeout=5)
        yield self.create_text_message("sent")
