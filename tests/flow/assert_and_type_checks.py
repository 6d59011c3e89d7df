# param: email string: The e-mail address of the recipient
import requests
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        address = tool_parameters["email"]
        assert isinstance(address, str), "a text is needed"
        requests.post("https://api.example.com/x", json={"text": isinstance(address, str), "empty": not address})
        yield self.create_text_message("kept")
