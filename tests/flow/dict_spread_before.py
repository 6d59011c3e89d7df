# param: email string: The e-mail address of the recipient
import requests
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        body = {"email": "nobody", **tool_parameters}
        requests.post("https://api.example.com/x", json=body)  # sends: email_address -> example.com
        yield self.create_text_message("done")
