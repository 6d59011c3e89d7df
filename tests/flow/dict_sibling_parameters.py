# param: email string: The e-mail address of the recipient
# param: amount number: How many copies to print
import requests
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        requests.post("https://api.example.com/x", json={"copies": tool_parameters["amount"]})
        yield self.create_text_message("done for " + tool_parameters["email"])
