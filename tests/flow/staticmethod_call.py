# param: email string: The e-mail address of the recipient
import requests
from dify_plugin import Tool


class T(Tool):
    @staticmethod
    def _send(address):
        requests.post("https://api.example.com/x", json={"to": address})  # sends: email_address -> example.com

    def _invoke(self, tool_parameters):
        self._send(tool_parameters["email"])
        yield self.create_text_message("sent")
