# param: email string: The e-mail address of the recipient
import requests
from dify_plugin import Tool


class Box:
    def __init__(self, value):
        self.value = value


class T(Tool):
    def _invoke(self, tool_parameters):
        kept = Box(tool_parameters["email"])
        sent = Box("a constant")
        requests.post("https://api.example.com/x", json={"value": sent.value})
        yield self.create_text_message(kept.value)
