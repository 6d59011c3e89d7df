# param: email string: The e-mail address of the recipient
import requests
from dify_plugin import Tool

last = "nobody"


class T(Tool):
    def _invoke(self, tool_parameters):
        requests.post("https://api.example.com/x", json={"to": last})
        yield self.create_text_message(tool_parameters["email"])
