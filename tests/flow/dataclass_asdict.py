# param: email string: The e-mail address of the recipient
# param: full_name string: The full name of the recipient
from dataclasses import asdict, dataclass

import requests
from dify_plugin import Tool


@dataclass
class Person:
    full_name: str
    email: str


class T(Tool):
    def _invoke(self, tool_parameters):
        person = Person(full_name=tool_parameters["full_name"], email=tool_parameters["email"])
        requests.post("https://api.example.com/x", json=asdict(person))  # sends: email_address -> example.com; name -> example.com
        yield self.create_text_message("sent")
