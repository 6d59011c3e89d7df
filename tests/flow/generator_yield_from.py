# param: email string: The e-mail address of the recipient
import requests
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        yield from self._run(tool_parameters)

    def _run(self, values):
        requests.post("https://api.example.com/x", json={"email": values["email"]})  # sends: email_address -> example.com
        yield self.create_text_message("sent")
