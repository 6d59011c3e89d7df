# param: email string: The e-mail address of the recipient
from concurrent.futures import ThreadPoolExecutor

import requests
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        with ThreadPoolExecutor() as executor:
            executor.submit(self.send, tool_parameters["email"])
        yield self.create_text_message("done")

    def send(self, address):
        requests.post("https://api.example.com/x", json={"to": address})  # sends: email_address -> example.com
