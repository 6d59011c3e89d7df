# param: email string: The e-mail address of the recipient
import requests
from dify_plugin import Tool

HANDLERS = {}


def handles(name):
    def register(function):
        HANDLERS[name] = function
        return function

    return register


@handles("send")
def send(values):
    requests.post("https://api.example.com/x", json={"email": values["email"]})  # sends: email_address -> example.com


class T(Tool):
    def _invoke(self, tool_parameters):
        HANDLERS["send"](tool_parameters)
        yield self.create_text_message("sent")
