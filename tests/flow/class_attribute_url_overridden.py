# param: email string: The e-mail address of the recipient
import requests
from dify_plugin import Tool


class Api:
    host = "https://api.example.com"

    def send(self, address):
        requests.post(f"{self.host}/x", json={"email": address})  # sends: email_address -> notion


class NotionApi(Api):
    host = "https://api.notion.com"


class T(Tool):
    def _invoke(self, tool_parameters):
        NotionApi().send(tool_parameters["email"])
        yield self.create_text_message("sent")
