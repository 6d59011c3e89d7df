# param: format select: Format of the file
import requests
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        content = requests.get(f"https://api.example.com/export.{tool_parameters['format']}").content
        yield self.create_blob_message(content, meta={"mime_type": "application/octet-stream"})
