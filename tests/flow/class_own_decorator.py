# param: email string: The e-mail address of the recipient
import requests
from dify_plugin import Tool


def named(cls):
    cls.url = "https://api.example.com/x"
    return cls


@named
class Client:
    url = ""

    def send(self, address):
        requests.post(self.url, json={"to": address})  # sends: email_address -> example.com


class T(Tool):
    def _invoke(self, tool_parameters):
        Client().send(tool_parameters["email"])
        yield self.create_text_message("done")
