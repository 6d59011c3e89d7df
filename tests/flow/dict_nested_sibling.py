# param: email string: The e-mail address of the recipient
import requests
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        tree = {"a": {"b": {"c": tool_parameters["email"], "d": "green"}}}
        requests.post("https://api.example.com/x", json={"colour": tree["a"]["b"]["d"]})
        yield self.create_text_message("kept")
