# param: email string: The e-mail address of the recipient
import requests
from dify_plugin import Tool


class Client:
    def __init__(self, url):
        self.url = url

    @classmethod
    def default(cls):
        return cls("https://api.github.com/x")

    def send(self, address):
        requests.post(self.url, json={"to": address})  # sends: email_address -> github


class T(Tool):
    def _invoke(self, tool_parameters):
        Client.default().send(tool_parameters["email"])
        yield self.create_text_message("sent")
