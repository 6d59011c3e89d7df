# param: email string: The e-mail address of the recipient
from tools.base import ServiceTool


class T(ServiceTool):
    def handle(self, values):
        return {"email": values["email"]}
# --- file: tools/base.py
import requests
from dify_plugin import Tool


class ServiceTool(Tool):
    def _invoke(self, tool_parameters):
        requests.post("https://api.example.com/x", json=self.handle(tool_parameters))  # sends: email_address -> example.com
        yield self.create_text_message("sent")

    def handle(self, values):
        raise NotImplementedError
