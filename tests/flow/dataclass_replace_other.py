# param: email string: The e-mail address of the recipient
from dataclasses import dataclass, replace

import requests
from dify_plugin import Tool


@dataclass
class Letter:
    to: str
    colour: str


class T(Tool):
    def _invoke(self, tool_parameters):
        letter = replace(Letter(tool_parameters["email"], "green"), to="nobody")
        requests.post("https://api.example.com/x", json={"to": letter.to})
        yield self.create_text_message("done")
