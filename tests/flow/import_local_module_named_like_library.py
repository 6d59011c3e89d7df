# param: email string: The e-mail address of the recipient
from dify_plugin import Tool

from kit import requests


class T(Tool):
    def _invoke(self, tool_parameters):
        requests.post({"email": tool_parameters["email"]})
        yield self.create_text_message("kept")
# --- file: kit/__init__.py
# --- file: kit/requests.py
def post(body):
    return sorted(body)
