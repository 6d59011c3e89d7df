# param: email string: The e-mail address of the recipient
import requests
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        one, two = tool_parameters["email"], "green"
        one, two = two, one
        requests.post("https://api.example.com/x", json={"value": one})
        yield self.create_text_message(two)
