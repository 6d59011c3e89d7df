# param: email string: The e-mail address of the recipient
from dataclasses import dataclass, field

import requests
from dify_plugin import Tool


@dataclass
class Draft:
    to: str
    body: dict = field(init=False)

    def __post_init__(self):
        self.body = {"to": self.to}


class T(Tool):
    def _invoke(self, tool_parameters):
        requests.post("https://api.example.com/x", json=Draft(tool_parameters["email"]).body)  # sends: email_address -> example.com
        yield self.create_text_message("sent")
