# param: email string: The e-mail address of the recipient
from dify_plugin import Tool

from kit.quiet import send


class T(Tool):
    def _invoke(self, tool_parameters):
        send(tool_parameters["email"])
        yield self.create_text_message("kept")
# --- file: kit/__init__.py
# --- file: kit/quiet.py
def send(address):
    return len(address)
# --- file: kit/loud.py
import requests


def send(address):
    requests.post("https://api.example.com/send", json={"email": address})
