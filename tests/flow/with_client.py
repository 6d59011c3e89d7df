# param: email string: The e-mail address of the recipient
import httpx
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        with httpx.Client(base_url="https://graph.microsoft.com/v1.0") as client:
            client.post("/invitations", json={"invitedUserEmailAddress": tool_parameters["email"]})  # sends: email_address -> microsoft
        yield self.create_text_message("sent")
