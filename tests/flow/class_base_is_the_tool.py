# param: email string: The e-mail address of the recipient
from tools.base import ServiceTool


class T(ServiceTool):
    path = "invite"

    def _invoke(self, tool_parameters):
        self.call({"email": tool_parameters["email"]})
        yield self.create_text_message("sent")
# --- file: tools/base.py
import requests
from dify_plugin import Tool


class ServiceTool(Tool):
    path = ""

    def call(self, body):
        requests.post(f"https://api.example.com/{self.path}", json=body)  # sends: email_address -> example.com
