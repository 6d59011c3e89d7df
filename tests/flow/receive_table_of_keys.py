import requests
from dify_plugin import Tool

COLUMNS = ["email", "phone"]


class T(Tool):
    def _invoke(self, tool_parameters):
        contact = requests.get("https://api.hubapi.com/contacts/1").json()
        row = {column: contact.get(column) for column in COLUMNS}  # receives: email_address -> hubspot; phone_number -> hubspot
        yield self.create_json_message(row)
