# param: email string: The e-mail address of the recipient
from urllib.parse import quote

import requests
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        requests.get("https://api.hubapi.com/contacts/" + quote(tool_parameters["email"], safe=""))  # sends: email_address -> hubspot
        yield self.create_text_message("sent")
