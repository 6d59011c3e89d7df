# param: email string: The e-mail address of the recipient
import requests
from dify_plugin import Tool


def invite(email, role="guest"):
    requests.post("https://api.example.com/x", json={"email": email, "role": role})  # sends: email_address -> example.com


class T(Tool):
    def _invoke(self, tool_parameters):
        invite(**tool_parameters)
        yield self.create_text_message("sent")
