# param: email string: The e-mail address of the recipient
import requests
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        host = "api.github.com" if len(tool_parameters["email"]) > 9 else "api.notion.com"
        requests.post(f"https://{host}/x", json={"email": tool_parameters["email"]})  # sends: email_address -> github; email_address -> notion
        yield self.create_text_message("sent")
