# param: email string: The e-mail address of the recipient
import requests
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        record = {"email": tool_parameters["email"], "colour": "green"}
        keys = [key for key in record]
        requests.post("https://api.example.com/x", json={"keys": keys})
        yield self.create_text_message("kept")
