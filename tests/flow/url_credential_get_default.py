# credential: base_url text-input
# param: email string: The e-mail address of the recipient
import requests
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        base = self.runtime.credentials.get("base_url") or "https://api.notion.com"
        requests.post(base + "/x", json={"email": tool_parameters["email"]})  # sends: email_address -> notion
        yield self.create_text_message("sent")
