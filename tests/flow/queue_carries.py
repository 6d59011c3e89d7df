# param: email string: The e-mail address of the recipient
import queue

import requests
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        waiting = queue.Queue()
        waiting.put(tool_parameters["email"])
        requests.post("https://api.example.com/x", json={"to": waiting.get()})  # sends: email_address -> example.com
        yield self.create_text_message("done")
