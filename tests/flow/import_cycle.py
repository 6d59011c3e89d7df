# param: email string: The e-mail address of the recipient
from dify_plugin import Tool

from kit.one import start


class T(Tool):
    def _invoke(self, tool_parameters):
        start(tool_parameters["email"])
        yield self.create_text_message("sent")
# --- file: kit/__init__.py
# --- file: kit/one.py
import kit.two


def start(address):
    kit.two.finish(address)
# --- file: kit/two.py
import requests

import kit.one


def finish(address):
    requests.post("https://api.example.com/send", json={"email": address})  # sends: email_address -> example.com


def again(address):
    kit.one.start(address)
