# param: email string: The e-mail address of the recipient
import os
import sys

import requests
from dify_plugin import Tool


sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
from common.sender import send  # noqa: E402


class T(Tool):
    def _invoke(self, tool_parameters):
        send(tool_parameters["email"])
        yield self.create_text_message("done")
# --- file: common/sender.py
import requests


def send(address):
    requests.post("https://api.example.com/x", json={"length": len(address)})
# --- file: other/sender.py
import requests


def send(address):
    requests.post("https://api.example.com/x", json={"to": address})
