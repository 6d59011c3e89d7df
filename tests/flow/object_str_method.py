# param: email string: The e-mail address of the recipient
import requests
from dify_plugin import Tool


class Person:
    def __init__(self, address):
        self.address = address

    def __str__(self):
        return f"<{self.address}>"


class T(Tool):
    def _invoke(self, tool_parameters):
        person = Person(tool_parameters["email"])
        requests.post("https://api.example.com/x", data=str(person))  # sends: email_address -> example.com
        yield self.create_text_message("sent")
