# param: email string: The e-mail address of the recipient
# param: phone string: The phone number of the recipient
import requests
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        address, number = tool_parameters["email"], tool_parameters["phone"]
        requests.post("https://api.example.com/mail", json={"value": address})  # sends: email_address -> example.com
        requests.post("https://api.twilio.com/text", json={"value": number})  # sends: phone_number -> twilio
        yield self.create_text_message("sent")
