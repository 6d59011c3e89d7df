# param: email string: The e-mail address of the recipient
import requests
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        pairs = [(part, "green") for part in tool_parameters["email"].split(",")]
        requests.post("https://api.example.com/x", json={"colours": [colour for _, colour in pairs]})
        yield self.create_text_message("kept")
