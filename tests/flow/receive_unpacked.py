import requests
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        data = requests.get("https://api.hubapi.com/contacts/1").json()
        address, number = data["email"], data["phone"]  # receives: email_address -> hubspot; phone_number -> hubspot
        yield self.create_text_message(f"{address} {number}")
