# param: email string: The e-mail address of the recipient
import requests
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        address = tool_parameters["email"]

        def send():
            requests.post("https://api.example.com/x", json={"email": address})

        yield self.create_text_message("kept")
