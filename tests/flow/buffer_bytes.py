# param: email string: The e-mail address of the recipient
import io

import requests
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        buffer = io.BytesIO()
        buffer.write(tool_parameters["email"].encode())
        buffer.seek(0)
        requests.post("https://api.example.com/x", files={"file": buffer})  # sends: email_address -> example.com
        yield self.create_text_message("done")
