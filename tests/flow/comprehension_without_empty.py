# param: email string: The e-mail address of the recipient
import requests
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        body = {key: value for key, value in tool_parameters.items() if value is not None}
        requests.post("https://api.example.com/x", json=body)  # sends: email_address -> example.com
        yield self.create_text_message("done")
