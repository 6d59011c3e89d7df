# param: email string: The e-mail address of the recipient
from dify_plugin import Tool

from kit import Client


class T(Tool):
    def _invoke(self, tool_parameters):
        Client().send(tool_parameters["email"])
        yield self.create_text_message("sent")
# --- file: kit/__init__.py
from .core import Client

__all__ = ["Client"]
# --- file: kit/core.py
import requests


class Client:
    def send(self, address):
        requests.post("https://api.example.com/send", json={"email": address})  # sends: email_address -> example.com
