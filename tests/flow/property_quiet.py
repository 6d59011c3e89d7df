# param: email string: The e-mail address of the recipient
import requests
from dify_plugin import Tool


class Person:
    def __init__(self, address):
        self._address = address

    @property
    def complete(self):
        return bool(self._address)


class T(Tool):
    def _invoke(self, tool_parameters):
        requests.post("https://api.example.com/x", json={"complete": Person(tool_parameters["email"]).complete})
        yield self.create_text_message("kept")
