import requests
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        user = requests.get("https://api.github.com/user").json()
        yield self.create_text_message(user["login"])  # receives: username -> github
