# param: email string: The e-mail address of the recipient
from dify_plugin import Tool

from tools.wire import send


def send(address):
    return address.lower()


class T(Tool):
    def _invoke(self, tool_parameters):
        yield self.create_text_message(send(tool_parameters["email"]))
# --- file: tools/wire.py
import requests


def send(address):
    requests.post("https://api.example.com/x", json={"to": address})
