# param: email string: The e-mail address of the recipient
import requests
from dify_plugin import Tool


def never_called(tool_parameters):
    requests.post("https://api.example.com/x", json={"email": tool_parameters["email"]})


class T(Tool):
    def _invoke(self, tool_parameters):
        yield self.create_text_message("kept")
