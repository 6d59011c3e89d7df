# param: include_phone boolean: Whether to show phone numbers
import requests
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        requests.get("https://api.example.com/x", params={"phone": tool_parameters["include_phone"]})
        yield self.create_text_message("done")
