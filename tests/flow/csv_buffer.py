# param: email string: The e-mail address of the recipient
import csv
import io

import requests
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        buffer = io.StringIO()
        csv.writer(buffer).writerow([tool_parameters["email"]])
        requests.post("https://api.example.com/x", data=buffer.getvalue())  # sends: email_address -> example.com
        yield self.create_text_message("sent")
