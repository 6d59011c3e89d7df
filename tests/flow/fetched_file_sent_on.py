# param: document file: A document
import requests
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        content = requests.get(tool_parameters["document"].url).content
        requests.post("https://api.example.com/up", files={"file": ("in.pdf", content)})  # sends: user_file -> example.com
        yield self.create_text_message("sent")
