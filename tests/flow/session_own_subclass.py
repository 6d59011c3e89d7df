# param: email string: The e-mail address of the recipient
from urllib.parse import urljoin

import requests
from dify_plugin import Tool


class BaseSession(requests.Session):
    def __init__(self, base):
        super().__init__()
        self.base = base

    def request(self, method, url, **kwargs):
        return super().request(method, urljoin(self.base, url), **kwargs)  # sends: email_address -> github


class T(Tool):
    def _invoke(self, tool_parameters):
        BaseSession("https://api.github.com/").request("POST", "x", json={"email": tool_parameters["email"]})
        yield self.create_text_message("sent")
