# param: document file: A document
# credential: base text-input
import requests
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        address = self.runtime.credentials["base"] + tool_parameters["document"].url
        content = requests.get(address).content
        requests.post("https://api.example.com/up", data=content)  # sends: user_file -> example.com
        yield self.create_text_message("sent")
