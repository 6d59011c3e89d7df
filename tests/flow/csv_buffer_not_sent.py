# param: email string: The e-mail address of the recipient
import csv
import io

import requests
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        buffer = io.StringIO()
        csv.writer(buffer).writerow([tool_parameters["email"]])
        requests.post("https://api.example.com/x", json={"rows": 1})
        yield self.create_text_message(buffer.getvalue())
