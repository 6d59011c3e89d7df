# param: email string: The e-mail address of the recipient
from concurrent.futures import ThreadPoolExecutor

import requests
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        with ThreadPoolExecutor() as executor:
            executor.submit(self.send, "nobody")
        yield self.create_text_message(tool_parameters["email"])

    def send(self, address):
        requests.post("https://api.example.com/x", json={"to": address})
