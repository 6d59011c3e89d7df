# param: email string: The e-mail address of the recipient
from functools import reduce

import requests
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        joined = reduce(lambda one, two: one + ";" + two, tool_parameters["email"].split(","))
        requests.post("https://api.example.com/x", json={"to": joined})  # sends: email_address -> example.com
        yield self.create_text_message("sent")
