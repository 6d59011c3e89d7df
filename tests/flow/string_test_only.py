# param: email string: The e-mail address of the recipient
import requests
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        valid = "@" in tool_parameters["email"] and tool_parameters["email"].endswith(".com")
        requests.post("https://api.example.com/x", json={"valid": valid})
        yield self.create_text_message("kept")
