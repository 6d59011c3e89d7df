# param: email string: The e-mail address of the recipient
from collections import defaultdict

import requests
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        groups = defaultdict(list)
        groups["to"].append(tool_parameters["email"])
        requests.post("https://api.example.com/x", json=groups["to"])  # sends: email_address -> example.com
        yield self.create_text_message("done")
