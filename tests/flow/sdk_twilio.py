# credential: sid text-input
# credential: token secret-input
# param: phone string: The phone number of the recipient
from dify_plugin import Tool
from twilio.rest import Client


class T(Tool):
    def _invoke(self, tool_parameters):
        client = Client(self.runtime.credentials["sid"], self.runtime.credentials["token"])
        client.messages.create(to=tool_parameters["phone"], from_="+15550100", body="ready")  # sends: phone_number -> twilio
        yield self.create_text_message("sent")
