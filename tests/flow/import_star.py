# param: email string: The e-mail address of the recipient
from dify_plugin import Tool

from tools.wire import *


class T(Tool):
    def _invoke(self, tool_parameters):
        send(tool_parameters["email"])
        yield self.create_text_message("sent")
# --- file: tools/wire.py
import requests


def send(address):
    requests.post("https://api.example.com/x", json={"to": address})  # sends: email_address -> example.com
