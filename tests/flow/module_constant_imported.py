# param: email string: The e-mail address of the recipient
import requests
from dify_plugin import Tool

from tools.settings import API_URL


class T(Tool):
    def _invoke(self, tool_parameters):
        requests.post(f"{API_URL}/me/sendMail", json={"email": tool_parameters["email"]})  # sends: email_address -> microsoft
        yield self.create_text_message("sent")
# --- file: tools/settings.py
API_URL = "https://graph.microsoft.com/v1.0"
