# param: email string: The e-mail address of the recipient
import io
import json

import requests
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        buffer = io.StringIO()
        json.dump({"to": tool_parameters["email"]}, buffer)
        requests.post("https://api.example.com/x", data=buffer.getvalue())  # sends: email_address -> example.com
        yield self.create_text_message("done")
