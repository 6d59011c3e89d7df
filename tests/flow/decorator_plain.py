# param: email string: The e-mail address of the recipient
import functools

import requests
from dify_plugin import Tool


def retry(function):
    @functools.wraps(function)
    def wrapper(*args, **kwargs):
        for _ in range(3):
            try:
                return function(*args, **kwargs)
            except requests.ConnectionError:
                continue
        return None

    return wrapper


@retry
def send(address):
    requests.post("https://api.example.com/x", json={"email": address})  # sends: email_address -> example.com


class T(Tool):
    def _invoke(self, tool_parameters):
        send(tool_parameters["email"])
        yield self.create_text_message("sent")
