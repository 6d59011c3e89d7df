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
        letter = replace(Letter("nobody", "green"), to=tool_parameters["email"])
        requests.post("https://api.example.com/x", json={"to": letter.to})  # sends: email_address -> example.com
        yield self.create_text_message("done")
