# param: email string: The e-mail address of the recipient
import requests
from dify_plugin import Tool


def unused(address):
    requests.post("https://api.example.com/x", json={"email": address})
    yield address


class T(Tool):
    def _invoke(self, tool_parameters):
        yield self.create_text_message("kept")
