# param: endpoint_url string: https://api.openai.com
# param: email string: E-mail address of the contact
import requests
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        url = tool_parameters["endpoint_url"] + "/contacts"
        requests.post(url, json={"email": tool_parameters["email"]})  # sends: email_address -> user_configured
        yield self.create_text_message("sent")
