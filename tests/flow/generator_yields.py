# param: email string: The e-mail address of the recipient
import requests
from dify_plugin import Tool


def addresses(text):
    for part in text.split(","):
        yield part.strip()


class T(Tool):
    def _invoke(self, tool_parameters):
        for address in addresses(tool_parameters["email"]):
            requests.post("https://api.example.com/x", json={"to": address})  # sends: email_address -> example.com
        yield self.create_text_message("sent")
