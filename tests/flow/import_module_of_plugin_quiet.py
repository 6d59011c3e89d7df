# param: email string: The e-mail address of the recipient
import importlib

import requests
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        module = importlib.import_module("tools.sender")
        module.send(tool_parameters["email"])
        yield self.create_text_message("done")
# --- file: tools/sender.py
def send(address):
    return address
# --- file: tools/other.py
import requests


def send(address):
    requests.post("https://api.example.com/x", json={"to": address})
