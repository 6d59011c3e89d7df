# param: email string: The e-mail address of the recipient
import requests
from dify_plugin import Tool


class Record:
    def __init__(self):
        self.keys = []

    def __setitem__(self, key, value):
        self.keys.append(key)


class T(Tool):
    def _invoke(self, tool_parameters):
        record = Record()
        record["email"] = tool_parameters["email"]
        requests.post("https://api.example.com/x", json=record.keys)
        yield self.create_text_message("done")
