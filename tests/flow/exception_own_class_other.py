# param: email string: The e-mail address of the recipient
import requests
from dify_plugin import Tool


class Wrong(Exception):
    def __init__(self, reason, address):
        super().__init__(reason)
        self.reason = reason
        self.address = address


class T(Tool):
    def _invoke(self, tool_parameters):
        try:
            self.check(tool_parameters["email"])
        except Wrong as error:
            print(error.reason)
        yield self.create_text_message("done")

    def check(self, address):
        raise Wrong("wrong", address)
