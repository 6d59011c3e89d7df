# param: email string: The e-mail address of the recipient
import requests
from dify_plugin import Tool


def send(addresses):
    if not addresses:
        return
    requests.post("https://api.example.com/x", json={"to": addresses[0]})  # sends: email_address -> example.com
    send(addresses[1:])


class T(Tool):
    def _invoke(self, tool_parameters):
        send(tool_parameters["email"].split(","))
        yield self.create_text_message("sent")
