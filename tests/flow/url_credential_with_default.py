# credential: base_url text-input default https://api.example.com
# param: email string: The e-mail address of the recipient
import requests
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        base = self.runtime.credentials["base_url"].rstrip("/")
        requests.post(f"{base}/x", json={"email": tool_parameters["email"]})  # sends: email_address -> example.com
        yield self.create_text_message("sent")
