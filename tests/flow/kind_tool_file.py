# param: document file: The document to convert
import requests
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        document = tool_parameters["document"]
        requests.post("https://api.example.com/convert", files={"file": (document.filename, document.blob)})  # sends: user_file -> example.com
        yield self.create_text_message("sent")
