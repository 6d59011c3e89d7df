# param: email string: The e-mail address of the recipient
import requests
from dify_plugin import Tool


class T(Tool):
    HOST = "https://api.notion.com"
    VERSION = "v1"

    def _invoke(self, tool_parameters):
        url = f"{self.HOST}/{self.VERSION}/pages"
        requests.post(url, json={"email": tool_parameters["email"]})  # sends: email_address -> notion
        yield self.create_text_message("sent")
