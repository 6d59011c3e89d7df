# param: email string: The e-mail address of the recipient
import hashlib
import hmac

import requests
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        signature = hmac.new(b"key", tool_parameters["email"].encode(), hashlib.sha256).hexdigest()
        requests.post("https://api.example.com/x", headers={"X-Signature": signature})
        yield self.create_text_message("kept")
