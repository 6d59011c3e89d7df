# param: email string: The e-mail address of the recipient
import requests
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        for verb in ("POST", "PUT"):
            getattr(requests, verb.lower())("https://api.example.com/x", json={"to": tool_parameters["email"]})  # sends: email_address -> example.com
        yield self.create_text_message("done")
