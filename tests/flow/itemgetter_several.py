# param: email string: The e-mail address of the recipient
import operator

import requests
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        record = {"email": tool_parameters["email"], "colour": "green", "size": 3}
        address, size = operator.itemgetter("email", "size")(record)
        requests.post("https://api.example.com/x", json={"to": address})  # sends: email_address -> example.com
        requests.post("https://api.example.com/x", json={"size": size})
        yield self.create_text_message("done")
