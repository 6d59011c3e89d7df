# param: email string: The e-mail address of the recipient
from dify_plugin import Tool

try:
    import httpx as http
except ImportError:
    import requests as http


class T(Tool):
    def _invoke(self, tool_parameters):
        http.post("https://api.example.com/x", json={"email": tool_parameters["email"]})  # sends: email_address -> example.com
        yield self.create_text_message("sent")
