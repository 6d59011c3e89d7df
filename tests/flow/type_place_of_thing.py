# param: city string: City where the airport is
import requests
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        requests.get("https://api.example.com/a", params={"c": tool_parameters["city"]})
        yield self.create_text_message("sent")
