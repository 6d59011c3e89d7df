# credential: account_email text-input
import requests
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        requests.get("https://api.example.com/x", params={"account": self.runtime.credentials["account_email"]})  # sends: email_address -> example.com
        yield self.create_text_message("done")
