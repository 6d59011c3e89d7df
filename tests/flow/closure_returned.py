# param: email string: The e-mail address of the recipient
import requests
from dify_plugin import Tool


def sender(url):
    def send(address):
        requests.post(url, json={"email": address})  # sends: email_address -> example.com

    return send


class T(Tool):
    def _invoke(self, tool_parameters):
        sender("https://api.example.com/x")(tool_parameters["email"])
        yield self.create_text_message("sent")
