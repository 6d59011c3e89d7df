# param: email string: The e-mail address of the recipient
from typing import TypedDict, cast

import requests
from dify_plugin import Tool


class Body(TypedDict):
    to: str


class T(Tool):
    def _invoke(self, tool_parameters):
        body: Body = {"to": cast(str, tool_parameters["email"])}
        requests.post("https://api.example.com/x", json=body)  # sends: email_address -> example.com
        yield self.create_text_message("sent")
