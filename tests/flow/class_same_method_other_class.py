# param: email string: The e-mail address of the recipient
import requests
from dify_plugin import Tool


class Remote:
    def save(self, address):
        requests.post("https://api.example.com/x", json={"to": address})


class Local:
    def save(self, address):
        return address.upper()


class T(Tool):
    def _invoke(self, tool_parameters):
        Remote().save("nobody")
        yield self.create_text_message(Local().save(tool_parameters["email"]))
