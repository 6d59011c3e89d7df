# param: email string: The e-mail address of the recipient
import requests
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        requests.request(method="POST", url="https://api.notion.com/v1/x", json={"email": tool_parameters["email"]})  # sends: email_address -> notion
        yield self.create_text_message("sent")
