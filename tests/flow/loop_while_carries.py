# param: email string: The e-mail address of the recipient
import requests
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        previous, current = "", ""
        count = 0
        while count < 3:
            requests.post("https://api.example.com/x", json={"value": previous})  # sends: email_address -> example.com
            previous = current
            current = tool_parameters["email"]
            count += 1
        yield self.create_text_message("sent")
