# param: email string: The e-mail address of the recipient
import requests
from dify_plugin import Tool

HOST = "https://api.hubapi.com"
CONTACTS = HOST + "/crm/v3/objects/contacts"


class T(Tool):
    def _invoke(self, tool_parameters):
        requests.post(CONTACTS, json={"properties": {"email": tool_parameters["email"]}})  # sends: email_address -> hubspot
        yield self.create_text_message("sent")
