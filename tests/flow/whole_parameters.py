# param: email string: The e-mail address of the recipient
# param: phone string: The phone number of the recipient
import requests
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        requests.post("https://api.example.com/x", json=tool_parameters)  # sends: email_address -> example.com; phone_number -> example.com
        yield self.create_text_message("sent")
