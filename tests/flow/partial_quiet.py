# param: email string: The e-mail address of the recipient
from functools import partial

import requests
from dify_plugin import Tool


def send(colour, note):
    requests.post("https://api.example.com/x", json={"colour": colour})


class T(Tool):
    def _invoke(self, tool_parameters):
        partial(send, "green")(tool_parameters["email"])
        yield self.create_text_message("kept")
