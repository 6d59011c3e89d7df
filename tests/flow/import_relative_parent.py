# param: email string: The e-mail address of the recipient
from dify_plugin import Tool

from kit.api.calls import push


class T(Tool):
    def _invoke(self, tool_parameters):
        push({"email": tool_parameters["email"]})
        yield self.create_text_message("sent")
# --- file: kit/__init__.py
# --- file: kit/api/__init__.py
# --- file: kit/api/calls.py
from ..wire import post


def push(record):
    post("/push", record)
# --- file: kit/wire.py
import requests


def post(path, record):
    requests.post("https://api.example.com" + path, json=record)  # sends: email_address -> example.com
