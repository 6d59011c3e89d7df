# param: email string: The e-mail address of the recipient
import requests
from dify_plugin import Tool


class Base:
    def __init__(self, host, address):
        self.host = host
        self.address = address


class Client(Base):
    def __init__(self, address):
        super().__init__("https://api.example.com", address)

    def send(self):
        requests.post(self.host + "/x", json={"email": self.address})  # sends: email_address -> example.com


class T(Tool):
    def _invoke(self, tool_parameters):
        Client(tool_parameters["email"]).send()
        yield self.create_text_message("sent")
