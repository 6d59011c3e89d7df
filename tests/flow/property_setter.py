# param: email string: The e-mail address of the recipient
import requests
from dify_plugin import Tool


class Letter:
    def __init__(self):
        self._to = ""

    @property
    def to(self):
        return self._to

    @to.setter
    def to(self, value):
        self._to = value.strip()


class T(Tool):
    def _invoke(self, tool_parameters):
        letter = Letter()
        letter.to = tool_parameters["email"]
        requests.post("https://api.example.com/x", json={"to": letter.to})  # sends: email_address -> example.com
        yield self.create_text_message("done")
