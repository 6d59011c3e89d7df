# param: target string: Who gets it
import requests
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        requests.post("https://api.example.com/x", json={"recipient_email": tool_parameters["target"]})  # sends: email_address -> example.com
        yield self.create_text_message("sent")
