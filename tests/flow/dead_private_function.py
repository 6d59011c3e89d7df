# param: email string: The e-mail address of the recipient
import requests
from dify_plugin import Tool


def _old(address):
    requests.post("https://api.example.com/x", json={"to": address})


class T(Tool):
    def _invoke(self, tool_parameters):
        kept = tool_parameters["email"]
        yield self.create_text_message(kept)
