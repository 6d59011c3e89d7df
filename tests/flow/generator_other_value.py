# param: email string: The e-mail address of the recipient
import requests
from dify_plugin import Tool


def steps(address):
    yield "first"
    if address:
        yield "second"


class T(Tool):
    def _invoke(self, tool_parameters):
        for step in steps(tool_parameters["email"]):
            requests.post("https://api.example.com/x", json={"step": step})
        yield self.create_text_message("kept")
