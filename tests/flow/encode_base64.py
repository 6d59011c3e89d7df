# param: email string: The e-mail address of the recipient
import base64

import requests
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        raw = base64.urlsafe_b64encode(tool_parameters["email"].encode("utf-8")).decode()
        requests.post("https://api.example.com/x", json={"raw": raw})  # sends: email_address -> example.com
        yield self.create_text_message("sent")
