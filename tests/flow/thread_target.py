# param: email string: The e-mail address of the recipient
import threading

import requests
from dify_plugin import Tool


def send(address):
    requests.post("https://api.example.com/x", json={"to": address})  # sends: email_address -> example.com


class T(Tool):
    def _invoke(self, tool_parameters):
        threading.Thread(target=send, args=(tool_parameters["email"],)).start()
        yield self.create_text_message("sent")
