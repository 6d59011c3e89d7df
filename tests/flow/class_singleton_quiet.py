# param: email string: The e-mail address of the recipient
import requests
from dify_plugin import Tool


class Client:
    _instance = None

    @classmethod
    def get(cls):
        if cls._instance is None:
            cls._instance = cls()
        return cls._instance

    def send(self, address):
        requests.post("https://api.example.com/x", json={"length": len(address)})


class T(Tool):
    def _invoke(self, tool_parameters):
        Client.get().send(tool_parameters["email"])
        yield self.create_text_message("done")
