# param: email string: The e-mail address of the recipient
from types import SimpleNamespace

import requests
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        person = SimpleNamespace(email=tool_parameters["email"], colour="green")
        requests.post("https://api.example.com/x", json={"to": person.email})  # sends: email_address -> example.com
        yield self.create_text_message("done")
