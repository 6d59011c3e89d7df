# param: email string: The e-mail address of the recipient
import requests
from dify_plugin import Tool


def pair(values):
    return values["email"], "green"


class T(Tool):
    def _invoke(self, tool_parameters):
        address, colour = pair(tool_parameters)
        requests.post("https://api.example.com/x", json={"colour": colour})
        yield self.create_text_message(address)
