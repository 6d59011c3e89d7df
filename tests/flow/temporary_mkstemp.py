# param: document file: A document
import os
import tempfile

import requests
from dify_plugin import Tool


def keep(payload):
    handle, path = tempfile.mkstemp(suffix=".pdf")
    with os.fdopen(handle, "wb") as out:
        out.write(payload)
    return path


class T(Tool):
    def _invoke(self, tool_parameters):
        path = keep(tool_parameters["document"].blob)
        with open(path, "rb") as content:
            requests.post("https://api.example.com/up", data=content.read())  # sends: user_file -> example.com
        os.remove(path)
        yield self.create_text_message("sent")
