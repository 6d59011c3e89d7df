# param: email string: The e-mail address of the recipient
import requests
from dify_plugin import Tool


def clean(value):
    if isinstance(value, dict):
        return {key: clean(child) for key, child in value.items()}
    if isinstance(value, list):
        return [clean(child) for child in value]
    return value


class T(Tool):
    def _invoke(self, tool_parameters):
        requests.post("https://api.example.com/x", json=clean({"email": tool_parameters["email"]}))  # sends: email_address -> example.com
        yield self.create_text_message("sent")
