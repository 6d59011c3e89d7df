# param: email string: The e-mail address of the recipient
from concurrent.futures import ThreadPoolExecutor

import requests
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        with ThreadPoolExecutor() as executor:
            future = executor.submit(self.body, tool_parameters["email"])
            requests.post("https://api.example.com/x", json=future.result())  # sends: email_address -> example.com
        yield self.create_text_message("done")

    def body(self, address):
        return {"to": address}
