import requests
from dify_plugin import Tool

BIND_ADDRESS = "127.0.0.1"


class T(Tool):
    def _invoke(self, tool_parameters):
        requests.post("https://api.example.com/x", json={"address": BIND_ADDRESS})
        yield self.create_text_message("done")
