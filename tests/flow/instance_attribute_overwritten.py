# param: email string: The e-mail address of the recipient
import requests
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        self.target = tool_parameters["email"]
        self.target = "nobody"
        requests.post("https://api.example.com/x", json={"value": self.target})
        yield self.create_text_message("kept")
