# param: language select: Language of the answer
# param: unit select: Unit of the temperature
import requests
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        params = {"lang": tool_parameters["language"], "unit": tool_parameters["unit"]}
        requests.get("https://api.example.com/x", params=params)
        yield self.create_text_message("done")
