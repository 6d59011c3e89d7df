# param: email string: The e-mail address of the recipient
from dataclasses import dataclass, field

import requests
from dify_plugin import Tool


@dataclass
class Letter:
    to: list = field(default_factory=list)
    tags: list = field(default_factory=list)


class T(Tool):
    def _invoke(self, tool_parameters):
        letter = Letter()
        letter.to.append(tool_parameters["email"])
        requests.post("https://api.example.com/x", json=letter.tags)
        yield self.create_text_message("done")
