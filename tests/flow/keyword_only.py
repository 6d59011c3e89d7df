# param: email string: The e-mail address of the recipient
import requests
from dify_plugin import Tool


def send(*, path, address):
    requests.post("https://api.example.com/" + path, json={"to": address})  # sends: email_address -> example.com


class T(Tool):
    def _invoke(self, tool_parameters):
        send(address=tool_parameters["email"], path="x")
        yield self.create_text_message("sent")
