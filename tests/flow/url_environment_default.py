# param: email string: The e-mail address of the recipient
import os

import requests
from dify_plugin import Tool

API = os.environ.get("API_URL", "https://api.github.com")


class T(Tool):
    def _invoke(self, tool_parameters):
        requests.post(API + "/x", json={"email": tool_parameters["email"]})  # sends: email_address -> github
        yield self.create_text_message("sent")
