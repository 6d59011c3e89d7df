# param: email string: The e-mail address of the recipient
import requests
from dify_plugin import Tool


class Wrong(Exception):
    def __init__(self, message, address):
        super().__init__(message)
        self.address = address


class T(Tool):
    def _invoke(self, tool_parameters):
        try:
            self.check(tool_parameters["email"])
        except Wrong as error:
            print(error.address)  # logs: email_address
        yield self.create_text_message("done")

    def check(self, address):
        raise Wrong("wrong", address)
