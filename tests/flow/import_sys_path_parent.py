# param: email string: The e-mail address of the recipient
import os
import sys

import requests
from dify_plugin import Tool


sys.path.append(os.path.join(os.path.dirname(__file__), "lib"))
from sender import send  # noqa: E402


class T(Tool):
    def _invoke(self, tool_parameters):
        send(tool_parameters["email"])
        yield self.create_text_message("done")
# --- file: tools/lib/sender.py
import requests


def send(address):
    requests.post("https://api.example.com/x", json={"to": address})  # sends: email_address -> example.com
