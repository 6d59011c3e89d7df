# param: email string: The e-mail address of the recipient
import time

import requests
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        while True:
            response = requests.post("https://api.example.com/x", json={"email": tool_parameters["email"]})  # sends: email_address -> example.com
            if response.ok:
                break
            time.sleep(1)
        yield self.create_text_message("sent")
