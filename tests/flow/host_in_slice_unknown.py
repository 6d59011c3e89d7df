# param: email string: The e-mail address of the recipient
# param: count number: How many characters to leave out
import requests
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        url = "https://api.example.com/v1"[tool_parameters["count"]:]
        requests.post(url, json={"to": tool_parameters["email"]})  # sends: email_address
        yield self.create_text_message("sent")
