# param: email string: The e-mail address of the recipient
from contextvars import ContextVar

import requests
from dify_plugin import Tool


CURRENT = ContextVar("current", default="")


def send():
    requests.post("https://api.example.com/x", json={"to": CURRENT.get()})  # sends: email_address -> example.com


class T(Tool):
    def _invoke(self, tool_parameters):
        CURRENT.set(tool_parameters["email"])
        send()
        yield self.create_text_message("done")
