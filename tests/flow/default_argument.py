# param: email string: The e-mail address of the recipient
import requests
from dify_plugin import Tool


def send(address, url="https://api.notion.com/v1/x"):
    requests.post(url, json={"to": address})  # sends: email_address -> notion


class T(Tool):
    def _invoke(self, tool_parameters):
        send(tool_parameters["email"])
        yield self.create_text_message("sent")
