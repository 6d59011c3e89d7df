# param: email string: The e-mail address of the recipient
from functools import partial

import requests
from dify_plugin import Tool


def send(url, address):
    requests.post(url, json={"email": address})  # sends: email_address -> example.com


class T(Tool):
    def _invoke(self, tool_parameters):
        to_example = partial(send, "https://api.example.com/x")
        to_example(tool_parameters["email"])
        yield self.create_text_message("sent")
