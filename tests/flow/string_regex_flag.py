# param: email string: The e-mail address of the recipient
import re

import requests
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        valid = re.fullmatch(r"\S+@\S+", tool_parameters["email"]) is not None
        requests.post("https://api.example.com/x", json={"valid": valid})
        yield self.create_text_message("kept")
