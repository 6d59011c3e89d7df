# param: email string: The e-mail address of the recipient
import itertools

import requests
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        everyone = list(itertools.chain(["a"], tool_parameters["email"].split(",")))
        requests.post("https://api.example.com/x", json={"to": everyone})  # sends: email_address -> example.com
        yield self.create_text_message("sent")
