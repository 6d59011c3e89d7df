# param: email string: The e-mail address of the recipient
import requests
from dify_plugin import Tool


class Person:
    def __init__(self, values):
        self._values = values

    @property
    def address(self):
        return self._values["email"]


class T(Tool):
    def _invoke(self, tool_parameters):
        person = Person(tool_parameters)
        requests.post("https://api.example.com/x", json={"value": person.address})  # sends: email_address -> example.com
        yield self.create_text_message("sent")
