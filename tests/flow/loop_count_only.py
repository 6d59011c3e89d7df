# param: email string: The e-mail address of the recipient
import requests
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        count = 0
        for _ in tool_parameters["email"].split(","):
            count += 1
        requests.post("https://api.example.com/x", json={"count": count})
        yield self.create_text_message("kept")
