# param: email string: The e-mail address of the recipient
import requests
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        tree = {"message": {"toRecipients": [{"emailAddress": {"address": tool_parameters["email"]}}]}}
        requests.post("https://graph.microsoft.com/v1.0/me/sendMail", json=tree)  # sends: email_address -> microsoft
        yield self.create_text_message("sent")
