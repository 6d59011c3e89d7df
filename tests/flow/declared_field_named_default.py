# param: email string: The e-mail address of the recipient
from dataclasses import dataclass, field

import requests
from dify_plugin import Tool

BASE = "https://api.example.com/v1"


@dataclass
class Client:
    base: str = BASE
    seen: list = field(default_factory=list)

    def send(self, address):
        requests.post(f"{self.base}/invite", json={"to": address})  # sends: email_address -> example.com


class T(Tool):
    def _invoke(self, tool_parameters):
        Client().send(tool_parameters["email"])
        yield self.create_text_message("sent")
