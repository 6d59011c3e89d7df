# param: email string: The e-mail address of the recipient
import functools

import requests
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        send = functools.partial(self.send, colour="green")
        send(tool_parameters["email"])
        yield self.create_text_message("done")

    def send(self, address, colour):
        requests.post("https://api.example.com/x", json={"to": address})  # sends: email_address -> example.com
