# param: email string: The e-mail address of the recipient
import os
import sys

from dify_plugin import Tool

sys.path.append(os.path.join(os.path.dirname(__file__), "..", "lib"))

from wire import push


class T(Tool):
    def _invoke(self, tool_parameters):
        push(tool_parameters["email"])
        yield self.create_text_message("sent")
# --- file: lib/wire.py
import requests


def push(address):
    requests.put("https://api.example.com/push", json={"email": address})  # sends: email_address -> example.com
