# param: email string: The e-mail address of the recipient
import requests
from dify_plugin import Tool


def put(fields, value):
    if value:
        fields["email"] = value
        return True
    return False


class T(Tool):
    def _invoke(self, tool_parameters):
        fields = {}
        put(fields, tool_parameters["email"])
        requests.post("https://api.example.com/u", json=fields)  # sends: email_address -> example.com
        yield self.create_text_message("sent")
