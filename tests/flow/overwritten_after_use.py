# param: email string: The e-mail address of the recipient
import requests
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        value = "green"
        requests.post("https://api.example.com/x", json={"value": value})
        value = tool_parameters["email"]
        yield self.create_text_message(value)
