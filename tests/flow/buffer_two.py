# param: email string: The e-mail address of the recipient
import io

import requests
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        first, second = io.StringIO(), io.StringIO()
        first.write(tool_parameters["email"])
        second.write("green")
        requests.post("https://api.example.com/x", data=second.getvalue())
        yield self.create_text_message("done")
