# credential: username text-input
import requests
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        session = requests.Session()
        session.label = self.runtime.credentials["username"]
        session.get("https://api.example.com/pages")
        yield self.create_text_message("read")
