# credential: subdomain text-input
# param: email string: The e-mail address of the recipient
import requests
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        url = "https://{}.api.hubapi.com/x".format(self.runtime.credentials["subdomain"])
        requests.post(url, json={"email": tool_parameters["email"]})  # sends: email_address -> hubspot
        yield self.create_text_message("sent")
