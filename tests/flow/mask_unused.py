# param: email string: The e-mail address of the recipient
import requests
from dify_plugin import Tool


def mask(text):
    return text[:2] + "***"


class T(Tool):
    def _invoke(self, tool_parameters):
        hidden = mask(tool_parameters["email"])
        print(len(hidden), tool_parameters["email"])  # logs: email_address
        yield self.create_text_message("done")
