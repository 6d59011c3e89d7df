# param: email string: The e-mail address of the recipient
import requests
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        (address, (colour, size)) = (tool_parameters["email"], ("green", 3))
        requests.post("https://api.example.com/x", json={"colour": colour, "size": size})
        yield self.create_text_message(address)
