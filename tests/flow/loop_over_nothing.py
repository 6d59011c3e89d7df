# param: email string: The e-mail address of the recipient
import requests
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        for item in []:
            requests.post("https://api.example.com/x", json={"to": tool_parameters["email"]})
        while False:
            requests.post("https://api.example.com/x", json={"to": tool_parameters["email"]})
        yield self.create_text_message("done")
