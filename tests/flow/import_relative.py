# param: email string: The e-mail address of the recipient
from dify_plugin import Tool

from .client import send


class T(Tool):
    def _invoke(self, tool_parameters):
        send(tool_parameters["email"])
        yield self.create_text_message("sent")
# --- file: tools/client.py
import requests


def send(address):
    requests.post("https://api.example.com/send", json={"to": address})  # sends: email_address -> example.com
