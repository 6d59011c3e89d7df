# param: phone string: The phone number of the recipient
from dify_plugin import Tool

from tools.gateway import text_to


class T(Tool):
    def _invoke(self, tool_parameters):
        text_to(tool_parameters["phone"])
        yield self.create_text_message("sent")
# --- file: tools/gateway.py
import httpx


def text_to(number):
    httpx.post("https://api.example.com/sms", data={"to": number})  # sends: phone_number -> example.com
