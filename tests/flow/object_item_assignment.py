# param: email string: The e-mail address of the recipient
import requests
from dify_plugin import Tool


class Record:
    def __init__(self):
        self.values = {}

    def __setitem__(self, key, value):
        self.values[key] = value


class T(Tool):
    def _invoke(self, tool_parameters):
        record = Record()
        record["email"] = tool_parameters["email"]
        requests.post("https://api.example.com/x", json=record.values)  # sends: email_address -> example.com
        yield self.create_text_message("done")
