# param: email string: The e-mail address of the recipient
import requests
from dify_plugin import Tool


def send(*values):
    requests.post("https://api.example.com/x", json={"values": list(values)})  # sends: email_address -> example.com


class T(Tool):
    def _invoke(self, tool_parameters):
        send("green", tool_parameters["email"])
        yield self.create_text_message("sent")
