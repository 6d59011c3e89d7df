# param: email string: The e-mail address of the recipient
from tools import state

import requests
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        state.remember(tool_parameters["email"])
        requests.post("https://api.example.com/x", json=state.LAST)  # sends: email_address -> example.com
        yield self.create_text_message("done")
# --- file: tools/state.py
LAST = {}


def remember(value):
    LAST["email"] = value
