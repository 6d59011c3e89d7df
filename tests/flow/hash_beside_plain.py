# param: email string: The e-mail address of the recipient
import hashlib

import requests
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        address = tool_parameters["email"]
        key = hashlib.md5(address.encode()).hexdigest()
        requests.post("https://api.example.com/x", json={"key": key, "to": address})  # sends: email_address -> example.com
        yield self.create_text_message("done")
