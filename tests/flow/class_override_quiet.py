# param: email string: The e-mail address of the recipient
import requests
from dify_plugin import Tool


class Loud:
    def deliver(self, address):
        requests.post("https://api.example.com/x", json={"email": address})


class Quiet(Loud):
    def deliver(self, address):
        return bool(address)


class T(Tool):
    def _invoke(self, tool_parameters):
        Quiet().deliver(tool_parameters["email"])
        yield self.create_text_message("kept")
