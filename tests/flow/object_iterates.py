# param: email string: The e-mail address of the recipient
import requests
from dify_plugin import Tool


class People:
    def __init__(self, text):
        self.text = text

    def __iter__(self):
        return iter(self.text.split(","))


class T(Tool):
    def _invoke(self, tool_parameters):
        for address in People(tool_parameters["email"]):
            requests.post("https://api.example.com/x", json={"to": address})  # sends: email_address -> example.com
        yield self.create_text_message("sent")
