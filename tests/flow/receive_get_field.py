import requests
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        response = requests.get("https://api.hubapi.com/contact")
        contact = response.json().get("contact", {})
        yield self.create_text_message(contact.get("phone"))  # receives: phone_number -> hubspot
