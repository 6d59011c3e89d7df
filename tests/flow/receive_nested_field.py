import requests
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        address = requests.get("https://api.github.com/user").json()["user"]["email"]  # receives: email_address -> github
        yield self.create_text_message(address)
