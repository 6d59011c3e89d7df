# credential: username text-input
# param: page string: The id of the page
import requests
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        session = requests.Session()
        session.auth = (self.runtime.credentials["username"], "x")
        session.get("https://api.example.com/pages")  # sends: username -> example.com
        yield self.create_text_message("read")
