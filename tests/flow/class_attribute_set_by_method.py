# param: email string: The e-mail address of the recipient
import requests
from dify_plugin import Tool


class Config:
    address = ""


def send():
    requests.post("https://api.example.com/x", json={"to": Config.address})  # sends: email_address -> example.com


class T(Tool):
    def _invoke(self, tool_parameters):
        Config.address = tool_parameters["email"]
        send()
        yield self.create_text_message("done")
