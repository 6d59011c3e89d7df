# param: email string: The e-mail address of the recipient
from enum import Enum

import requests
from dify_plugin import Tool


class Place(Enum):
    MAIN = "https://api.github.com"
    SPARE = "https://api.notion.com"


class T(Tool):
    def _invoke(self, tool_parameters):
        requests.post(Place.MAIN.value + "/x", json={"email": tool_parameters["email"]})  # sends: email_address -> github
        yield self.create_text_message("sent")
