# param: email string: The e-mail address of the recipient
import requests
from dify_plugin import Tool


def each(values, action):
    return [action(value) for value in values]


def send(address):
    requests.post("https://api.example.com/x", json={"to": address})


class T(Tool):
    def _invoke(self, tool_parameters):
        parts = each(tool_parameters["email"].split(","), str.upper)
        each(["nobody"], send)
        yield self.create_text_message(", ".join(parts))
