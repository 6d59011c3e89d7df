# param: email string: The e-mail address of the recipient
from dify_plugin import Tool

from .client import shape


class T(Tool):
    def _invoke(self, tool_parameters):
        yield self.create_json_message(shape(tool_parameters["email"]))
# --- file: tools/client.py
import requests


def shape(address):
    return {"address": address}


def ping():
    requests.get("https://api.example.com/ping")
