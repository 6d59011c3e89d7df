# param: email string: The e-mail address of the recipient
import requests
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        def post(path, body):
            requests.post(f"{base}/{path}", json=body)  # sends: email_address -> notion

        base = "https://api.notion.com"
        post("x", {"email": tool_parameters["email"]})
        yield self.create_text_message("sent")
