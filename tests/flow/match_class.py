# param: email string: The e-mail address of the recipient
from dataclasses import dataclass

import requests
from dify_plugin import Tool


@dataclass
class Person:
    email: str
    colour: str


class T(Tool):
    def _invoke(self, tool_parameters):
        match Person(tool_parameters["email"], "green"):
            case Person(email=address):
                requests.post("https://api.example.com/x", json={"to": address})  # sends: email_address -> example.com
        yield self.create_text_message("done")
