# param: region select: Where the account lives
# param: email string: The e-mail address of the recipient
import requests
from dify_plugin import Tool

HOSTS = {"eu": "https://eu.api.example.com", "us": "https://us.api.example.com"}


class T(Tool):
    def _invoke(self, tool_parameters):
        host = HOSTS[tool_parameters["region"]]
        requests.post(host + "/x", json={"email": tool_parameters["email"]})  # sends: email_address -> example.com
        yield self.create_text_message("sent")
