# param: email string: The e-mail address of the recipient
from dify_plugin import Tool
import requests


class T(Tool):
    def _invoke(self, tool_parameters):
        body = self._body(tool_parameters)
        self._send(body)
        yield self.create_text_message("sent")

    def _body(self, values):
        return {"email": values.get("email")}

    def _send(self, body):
        requests.post("https://api.example.com/x", json=body)  # sends: email_address -> example.com
