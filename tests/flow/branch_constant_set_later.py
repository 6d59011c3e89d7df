# param: email string: The e-mail address of the recipient
import requests
from dify_plugin import Tool


SEND = False


def enable():
    global SEND
    SEND = True


class T(Tool):
    def _invoke(self, tool_parameters):
        enable()
        if SEND:
            requests.post("https://api.example.com/x", json={"to": tool_parameters["email"]})  # sends: email_address -> example.com
        yield self.create_text_message("done")
