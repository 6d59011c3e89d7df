# param: email string: The e-mail address of the recipient
import requests
from dify_plugin import Tool


class T(Tool):
    contact = "help@example.com"

    def _invoke(self, tool_parameters):
        requests.post("https://api.example.com/x", json={"contact": self.contact})
        yield self.create_text_message(tool_parameters["email"])
