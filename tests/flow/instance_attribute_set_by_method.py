# param: email string: The e-mail address of the recipient
import requests
from dify_plugin import Tool


class Mail:
    def __init__(self):
        self.recipient = None

    def to(self, address):
        self.recipient = address
        return self

    def send(self):
        requests.post("https://api.example.com/mail", json={"to": self.recipient})  # sends: email_address -> example.com


class T(Tool):
    def _invoke(self, tool_parameters):
        Mail().to(tool_parameters["email"]).send()
        yield self.create_text_message("sent")
