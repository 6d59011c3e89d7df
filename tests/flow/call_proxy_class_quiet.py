# param: email string: The e-mail address of the recipient
import requests
from dify_plugin import Tool


class Http:
    base = "https://api.notion.com"

    def __getattr__(self, method):
        def call(path, **kwargs):
            return requests.request(method, self.base + path)

        return call


class T(Tool):
    def _invoke(self, tool_parameters):
        Http().post("/v1/x", json={"email": tool_parameters["email"]})
        yield self.create_text_message("done")
