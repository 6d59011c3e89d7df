# param: email string: The e-mail address of the recipient
import requests
from dify_plugin import Tool


class Quiet:
    def deliver(self, address):
        return None

    def run(self, address):
        return self.deliver(address)


class Loud(Quiet):
    def deliver(self, address):
        requests.post("https://api.example.com/x", json={"email": address})  # sends: email_address -> example.com


class T(Tool):
    def _invoke(self, tool_parameters):
        Loud().run(tool_parameters["email"])
        yield self.create_text_message("sent")
