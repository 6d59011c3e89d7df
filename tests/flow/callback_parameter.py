# param: email string: The e-mail address of the recipient
import requests
from dify_plugin import Tool


def each(values, action):
    for value in values:
        action(value)


def send(address):
    requests.post("https://api.example.com/x", json={"to": address})  # sends: email_address -> example.com


class T(Tool):
    def _invoke(self, tool_parameters):
        each(tool_parameters["email"].split(","), send)
        yield self.create_text_message("sent")
