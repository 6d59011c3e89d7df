import requests
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        contacts = requests.get("https://api.hubapi.com/contacts").json()["contacts"]
        rows = [contact["email"] for contact in contacts]  # receives: email_address -> hubspot
        yield self.create_json_message({"rows": rows})
