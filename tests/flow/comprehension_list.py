# param: email string: The e-mail address of the recipient
import requests
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        rows = [{"email": part} for part in tool_parameters["email"].split(";") if part]
        requests.post("https://api.example.com/x", json={"rows": rows})  # sends: email_address -> example.com
        yield self.create_text_message("sent")
