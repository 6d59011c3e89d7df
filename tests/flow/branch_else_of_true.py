# param: email string: The e-mail address of the recipient
import requests
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        if True:
            yield self.create_text_message("kept")
        else:
            requests.post("https://api.example.com/x", json={"email": tool_parameters["email"]})
