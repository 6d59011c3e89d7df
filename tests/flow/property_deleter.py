# param: email string: The e-mail address of the recipient
import requests
from dify_plugin import Tool


class Letter:
    def __init__(self, to):
        self._to = to

    @property
    def to(self):
        return self._to

    @to.deleter
    def to(self):
        self._to = ""


class T(Tool):
    def _invoke(self, tool_parameters):
        letter = Letter(tool_parameters["email"])
        del letter.to
        requests.post("https://api.example.com/x", json={"to": letter.to})
        yield self.create_text_message("done")
