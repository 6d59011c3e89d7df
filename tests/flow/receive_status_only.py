import requests
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        response = requests.get("https://api.hubapi.com/contacts/1")
        yield self.create_text_message(f"{response.status_code} {len(response.json()['results'])}")
