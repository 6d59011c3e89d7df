# param: document file: The document to measure
import requests
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        document = tool_parameters["document"]
        requests.post("https://api.example.com/x", json={"size": len(document.blob), "kind": document.mime_type})
        yield self.create_text_message("kept")
