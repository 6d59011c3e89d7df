# param: email string: The e-mail address of the recipient
from tools.state import remember

import requests
from dify_plugin import Tool


LAST = {}


class T(Tool):
    def _invoke(self, tool_parameters):
        remember(tool_parameters["email"])
        requests.post("https://api.example.com/x", json=LAST)
        yield self.create_text_message("done")
# --- file: tools/state.py
LAST = {}


def remember(value):
    LAST["email"] = value
