# param: email string: The e-mail address of the recipient
import requests
from dify_plugin import Tool


class Config:
    address = ""
    colour = "green"


def send():
    requests.post("https://api.example.com/x", json={"to": Config.colour})


class T(Tool):
    def _invoke(self, tool_parameters):
        Config.address = tool_parameters["email"]
        send()
        yield self.create_text_message("done")
