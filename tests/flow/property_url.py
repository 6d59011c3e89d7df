# param: email string: The e-mail address of the recipient
import requests
from dify_plugin import Tool


class T(Tool):
    @property
    def endpoint(self):
        return "https://api.notion.com/v1/users"

    def _invoke(self, tool_parameters):
        requests.post(self.endpoint, json={"email": tool_parameters["email"]})  # sends: email_address -> notion
        yield self.create_text_message("sent")
