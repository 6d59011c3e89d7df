# param: email string: The e-mail address of the recipient
import requests
from dify_plugin import Tool


def call(**kwargs):
    kwargs.pop("email")
    requests.post("https://api.example.com/x", json=kwargs)


class T(Tool):
    def _invoke(self, tool_parameters):
        call(email=tool_parameters["email"], colour="green")
        yield self.create_text_message("kept")
