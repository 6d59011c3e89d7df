# param: email string: The e-mail address of the recipient
import importlib

from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        sender = importlib.import_module("tools.outbox")
        getattr(sender, "deliver")(tool_parameters["email"])
        yield self.create_text_message("sent")
# --- file: tools/outbox.py
import requests


def deliver(address):
    requests.post("https://api.example.com/u", json={"email": address})  # sends: email_address -> example.com


def forget(address):
    requests.post("https://api.example.org/u", json={"email": address})
