# param: email string: The e-mail address of the recipient
from operator import itemgetter

import requests
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        address = itemgetter("email")(tool_parameters)
        requests.post("https://api.example.com/x", json={"to": address})  # sends: email_address -> example.com
        yield self.create_text_message("sent")
