# param: document file: A document
import os
import tempfile

import requests
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "in.pdf")
            with open(path, "wb") as out:
                out.write(tool_parameters["document"].blob)
            requests.post("https://api.example.com/up", data=open(path, "rb").read())  # sends: user_file -> example.com
        yield self.create_text_message("sent")
