# param: email string: The e-mail address of the recipient
import hashlib

import requests
from dify_plugin import Tool


def key_of(text):
    return hashlib.md5(text.strip().lower().encode()).hexdigest()


class T(Tool):
    def _invoke(self, tool_parameters):
        requests.get(f"https://api.example.com/avatar/{key_of(tool_parameters['email'])}")
        yield self.create_text_message("kept")
