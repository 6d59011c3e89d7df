# param: email string: The e-mail address of the recipient
import requests
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        address = tool_parameters["email"].strip().lower().replace(" ", "")
        requests.post("https://api.example.com/x", json={"to": address})  # sends: email_address -> example.com
        yield self.create_text_message("sent")
