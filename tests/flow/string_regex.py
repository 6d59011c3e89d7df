# param: email string: The e-mail address of the recipient
import re

import requests
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        clean = re.sub(r"\s+", "", tool_parameters["email"])
        found = re.search(r"\S+@\S+", clean)
        requests.post("https://api.example.com/x", json={"to": found.group(0)})  # sends: email_address -> example.com
        yield self.create_text_message("sent")
