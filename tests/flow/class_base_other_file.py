# param: email string: The e-mail address of the recipient
from dify_plugin import Tool

from tools.base import BaseTool


class T(BaseTool, Tool):
    def _invoke(self, tool_parameters):
        self.deliver(tool_parameters["email"])
        yield self.create_text_message("sent")
# --- file: tools/base.py
import requests


class BaseTool:
    def deliver(self, address):
        requests.post("https://slack.com/api/users.lookupByEmail", data={"email": address})  # sends: email_address -> slack
