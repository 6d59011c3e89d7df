# param: email string: The e-mail address of the recipient
# param: phone string: The phone number of the recipient
import requests
from dify_plugin import Tool


def post(url, value):
    requests.post(url, json={"value": value})  # sends: email_address -> github; phone_number -> twilio


class T(Tool):
    def _invoke(self, tool_parameters):
        post("https://api.github.com/x", tool_parameters["email"])
        post("https://api.twilio.com/x", tool_parameters["phone"])
        yield self.create_text_message("sent")
