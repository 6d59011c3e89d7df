# param: email string: The e-mail address of the recipient
import requests
from dify_plugin import Tool


def send(url, address):
    requests.post(url, json={"email": address})  # sends: email_address -> example.com


class T(Tool):
    def _invoke(self, tool_parameters):
        arguments = ("https://api.example.com/x", tool_parameters["email"])
        send(*arguments)
        yield self.create_text_message("sent")
