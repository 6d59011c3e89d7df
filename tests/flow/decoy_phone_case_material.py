# param: phone_case_material select: Material of the phone case
import requests
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        requests.get("https://api.example.com/cases", params={"material": tool_parameters["phone_case_material"]})
        yield self.create_text_message("done")
