# param: email string: The e-mail address of the recipient
import http.client
import json

from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        connection = http.client.HTTPSConnection("api.twilio.com")
        connection.request("POST", "/x", body=json.dumps({"email": tool_parameters["email"]}))  # sends: email_address -> twilio
        yield self.create_text_message("sent")
