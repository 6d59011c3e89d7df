# param: email string: The e-mail address of the recipient
import copy

import requests
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        requests.post("https://api.example.com/x", json=copy.deepcopy(tool_parameters))  # sends: email_address -> example.com
        yield self.create_text_message("sent")
