# param: email string: The e-mail address of the recipient
import hashlib

import requests
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        hasher = hashlib.new("sha256")
        hasher.update(tool_parameters["email"].encode())
        requests.post("https://api.example.com/x", json={"key": hasher.digest().hex()})
        yield self.create_text_message("done")
