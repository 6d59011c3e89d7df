# param: email string: The e-mail address of the recipient
# param: phone string: The phone number of the recipient
import requests
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        line = ";".join([tool_parameters["email"], tool_parameters["phone"]])
        requests.post("https://api.example.com/x", data=line)  # sends: email_address -> example.com; phone_number -> example.com
        yield self.create_text_message("sent")
