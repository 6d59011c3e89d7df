# param: email string: The e-mail address of the recipient
import requests
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        items = [tool_parameters["email"], "green"]
        items[0] = "nobody"
        requests.post("https://api.example.com/x", json=items)
        yield self.create_text_message("done")
