# param: email string: The e-mail address of the recipient
import requests
from dify_plugin import Tool

DEFAULTS = {"role": "guest"}


class T(Tool):
    def _invoke(self, tool_parameters):
        requests.post("https://api.example.com/x", json={**DEFAULTS, "email": tool_parameters["email"]})  # sends: email_address -> example.com
        yield self.create_text_message("sent")
