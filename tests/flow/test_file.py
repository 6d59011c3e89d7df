# param: email string: The e-mail address of the recipient
from dify_plugin import Tool

from tools.client import shape


class T(Tool):
    def _invoke(self, tool_parameters):
        yield self.create_json_message(shape(tool_parameters["email"]))
# --- file: tools/client.py
def shape(email):
    return {"email": email}
# --- file: tests/test_client.py
import requests

from tools.client import shape


def test_shape():
    email = "a@example.com"
    print(email)
    requests.post("https://api.example.com/x", json=shape(email))
