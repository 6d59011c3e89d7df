# param: email string: The e-mail address of the recipient
from dify_plugin import Tool

import kit.wire as wire


class T(Tool):
    def _invoke(self, tool_parameters):
        wire.send(tool_parameters["email"])
        yield self.create_text_message("sent")
# --- file: kit/__init__.py
# --- file: kit/wire.py
import requests


def send(address):
    requests.post("https://api.example.com/send", json={"email": address})  # sends: email_address -> example.com
