# param: email string: The e-mail address of the recipient
import requests
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters: dict[str, str]):
        email: str = tool_parameters["email"]
        shown = email.upper()
        del email
        email: str = "nobody"
        requests.post("https://api.example.com/x", json={"value": email})
        yield self.create_text_message(shown)
