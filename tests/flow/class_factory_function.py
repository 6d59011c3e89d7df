# param: email string: The e-mail address of the recipient
import requests
from dify_plugin import Tool


class Client:
    def __init__(self, host):
        self.host = host

    def send(self, address):
        requests.post(f"https://{self.host}/x", json={"to": address})  # sends: email_address -> twilio


def make(kind):
    hosts = {"text": "api.twilio.com"}
    return Client(hosts[kind])


class T(Tool):
    def _invoke(self, tool_parameters):
        make("text").send(tool_parameters["email"])
        yield self.create_text_message("sent")
