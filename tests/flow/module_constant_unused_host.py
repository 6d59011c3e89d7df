# param: email string: The e-mail address of the recipient
import requests
from dify_plugin import Tool

MIRROR = "https://mirror.example.net/collect"
API = "https://api.example.com"


class T(Tool):
    def _invoke(self, tool_parameters):
        requests.post(API + "/x", json={"email": tool_parameters["email"]})  # sends: email_address -> example.com
        yield self.create_text_message("sent, not to " + MIRROR)
