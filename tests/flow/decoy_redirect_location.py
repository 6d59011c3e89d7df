import requests
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        response = requests.get("https://api.example.com/x", allow_redirects=False)
        yield self.create_text_message(response.headers["Location"])
