# param: email string: The e-mail address of the recipient
import requests
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        headers = {"X-On-Behalf-Of": tool_parameters["email"]}
        requests.get("https://api.example.com/x", headers=headers)  # sends: email_address -> example.com
        yield self.create_text_message("sent")
