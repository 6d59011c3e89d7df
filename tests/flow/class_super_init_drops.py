# param: email string: The e-mail address of the recipient
import requests
from dify_plugin import Tool


class Base:
    def __init__(self, label):
        self.label = label


class Client(Base):
    def __init__(self, address):
        super().__init__("someone")
        self.address = address

    def send(self):
        requests.post("https://api.example.com/x", json={"label": self.label})


class T(Tool):
    def _invoke(self, tool_parameters):
        Client(tool_parameters["email"]).send()
        yield self.create_text_message("kept")
