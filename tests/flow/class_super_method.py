# param: email string: The e-mail address of the recipient
import requests
from dify_plugin import Tool


class Base:
    def send(self, body):
        requests.post("https://api.example.com/x", json=body)  # sends: email_address -> example.com


class Client(Base):
    def send(self, body):
        super().send({**body, "source": "plugin"})


class T(Tool):
    def _invoke(self, tool_parameters):
        Client().send({"email": tool_parameters["email"]})
        yield self.create_text_message("sent")
