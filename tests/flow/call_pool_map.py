# param: email string: The e-mail address of the recipient
from concurrent.futures import ThreadPoolExecutor

import requests
from dify_plugin import Tool


def send(address):
    requests.post("https://api.example.com/x", json={"to": address})  # sends: email_address -> example.com


class T(Tool):
    def _invoke(self, tool_parameters):
        with ThreadPoolExecutor() as pool:
            list(pool.map(send, tool_parameters["email"].split(",")))
        yield self.create_text_message("sent")
