# param: email string: The e-mail address of the recipient
import requests
from dify_plugin import Tool


class Client:
    def __init__(self, base_url):
        self.base_url = base_url.rstrip("/")

    def send(self, address):
        requests.post(self.base_url + "/x", json={"email": address})  # sends: email_address -> github


class T(Tool):
    def _invoke(self, tool_parameters):
        Client("https://api.github.com/").send(tool_parameters["email"])
        yield self.create_text_message("sent")
