# param: document file: A document
import requests
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        name = tool_parameters["document"].filename
        rules = requests.get(f"https://api.example.com/rules/{name}").content
        requests.post("https://api.example.org/check", data=rules)
        yield self.create_text_message("sent")
