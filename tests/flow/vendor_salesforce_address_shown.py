# param: login_url string: https://login.salesforce.com
# param: email string: E-mail address of the contact
import requests
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        url = tool_parameters["login_url"] + "/contacts"
        requests.post(url, json={"email": tool_parameters["email"]})  # sends: email_address -> salesforce
        yield self.create_text_message("sent")
