# param: document file: A document
import tempfile

import requests
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        first, second = tempfile.NamedTemporaryFile(), tempfile.NamedTemporaryFile()
        first.write(tool_parameters["document"].blob)
        second.write(b"empty")
        with open(second.name, "rb") as content:
            requests.post("https://api.example.com/up", files={"file": content})
        yield self.create_text_message("sent")
