# param: email string: The e-mail address of the recipient
from urllib.parse import urlencode

import requests
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        query = urlencode({"email": tool_parameters["email"], "page": 1})
        requests.get("https://api.example.com/people?" + query)  # sends: email_address -> example.com
        yield self.create_text_message("sent")
