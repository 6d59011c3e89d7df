# param: email string: The e-mail address of the recipient
import requests
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        pair = [tool_parameters["email"], "green"]
        match pair:
            case [address, colour]:
                requests.post("https://api.example.com/x", json={"colour": colour})
        yield self.create_text_message("done")
