# param: email string: The e-mail address of the recipient
import requests
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        colours = sorted(["green", "blue"], key=lambda colour: len(tool_parameters["email"]))
        requests.post("https://api.example.com/x", json={"colours": colours})
        yield self.create_text_message("kept")
