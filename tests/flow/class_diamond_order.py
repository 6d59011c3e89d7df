# param: email string: The e-mail address of the recipient
import requests
from dify_plugin import Tool


class Root:
    host = "https://api.example.com"


class Left(Root):
    host = "https://api.github.com"


class Right(Root):
    host = "https://api.notion.com"


class Both(Left, Right):
    def send(self, address):
        requests.post(self.host + "/x", json={"to": address})  # sends: email_address -> github


class T(Tool):
    def _invoke(self, tool_parameters):
        Both().send(tool_parameters["email"])
        yield self.create_text_message("sent")
