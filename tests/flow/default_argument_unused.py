# param: email string: The e-mail address of the recipient
import requests
from dify_plugin import Tool


def send(value="green", note=None):
    requests.post("https://api.example.com/x", json={"value": value})


class T(Tool):
    def _invoke(self, tool_parameters):
        send(note=tool_parameters["email"])
        yield self.create_text_message("kept")
