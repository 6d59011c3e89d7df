# param: email string: The e-mail address of the recipient
import requests
from dify_plugin import Tool


def entry(address):
    return {"address": address}


class T(Tool):
    def _invoke(self, tool_parameters):
        entries = [*map(entry, tool_parameters["email"].split(","))]
        requests.post("https://api.example.com/x", json=entries)  # sends: email_address -> example.com
        yield self.create_text_message("sent")
