import requests
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        user = requests.get("https://api.notion.com/v1/users/me").json()
        yield self.create_text_message(user["name"])  # receives: name -> notion
