# param: email string: The e-mail address of the recipient
import math

import requests
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        call = getattr(math, tool_parameters["kind"])
        yield self.create_text_message(str(call(tool_parameters["email"])))
        requests.get("https://api.example.com/x")
