# param: email string: The e-mail address of the recipient
import requests
from dify_plugin import Tool


class Client:
    _instance = None

    def __new__(cls):
        if cls._instance is None:
            cls._instance = super().__new__(cls)
            cls._instance.url = "https://api.example.com/x"
        return cls._instance

    def send(self, address):
        requests.post(self.url, json={"to": address})  # sends: email_address -> example.com


class T(Tool):
    def _invoke(self, tool_parameters):
        Client().send(tool_parameters["email"])
        yield self.create_text_message("done")
