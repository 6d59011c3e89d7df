# param: email string: The e-mail address of the recipient
from urllib.parse import urljoin

import requests
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        url = urljoin("https://api.hubapi.com/crm/", "contacts")
        requests.post(url, json={"email": tool_parameters["email"]})  # sends: email_address -> hubspot
        yield self.create_text_message("sent")
