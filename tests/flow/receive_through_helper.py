import requests
from dify_plugin import Tool


def fetch(path):
    response = requests.get("https://api.hubapi.com" + path)
    response.raise_for_status()
    return response.json()


class T(Tool):
    def _invoke(self, tool_parameters):
        contact = fetch("/contacts/1")
        yield self.create_text_message(contact["mobile_phone"])  # receives: phone_number -> hubspot
