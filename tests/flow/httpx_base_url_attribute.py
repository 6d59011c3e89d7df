# param: email string: The e-mail address of the recipient
import httpx
from dify_plugin import Tool


class Api:
    def __init__(self):
        self.http = httpx.Client(base_url="https://api.notion.com/v1")

    def invite(self, address):
        return self.http.post("/invite", json={"email": address})  # sends: email_address -> notion


class T(Tool):
    def _invoke(self, tool_parameters):
        Api().invite(tool_parameters["email"])
        yield self.create_text_message("sent")
