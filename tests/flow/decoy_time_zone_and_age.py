# param: max_age number: Oldest age of the cache in seconds
import requests
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        headers = {"Cache-Control": f"max-age={tool_parameters['max_age']}"}
        requests.get("https://api.example.com/x", headers=headers)
        yield self.create_text_message("done")
