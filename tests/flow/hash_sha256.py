# param: email string: The e-mail address of the recipient
import hashlib

import requests
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        digest = hashlib.sha256(tool_parameters["email"].encode()).hexdigest()
        requests.post("https://api.example.com/x", json={"key": digest})
        yield self.create_text_message("kept")
