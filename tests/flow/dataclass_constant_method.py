# param: email string: The e-mail address of the recipient
from dataclasses import dataclass

import requests
from dify_plugin import Tool


@dataclass
class Draft:
    to: str

    def summary(self):
        return {"parts": 1, "ready": self.to != ""}


class T(Tool):
    def _invoke(self, tool_parameters):
        requests.post("https://api.example.com/x", json=Draft(tool_parameters["email"]).summary())
        yield self.create_text_message("kept")
