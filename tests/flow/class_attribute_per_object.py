# param: email string: The e-mail address of the recipient
import requests
from dify_plugin import Tool


class Draft:
    to = "nobody"


class T(Tool):
    def _invoke(self, tool_parameters):
        one, two = Draft(), Draft()
        one.to = tool_parameters["email"]
        requests.post("https://api.example.com/x", json={"value": two.to})
        yield self.create_text_message(one.to)
