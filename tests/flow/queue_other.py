# param: email string: The e-mail address of the recipient
import queue

import requests
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        first, second = queue.Queue(), queue.Queue()
        first.put(tool_parameters["email"])
        requests.post("https://api.example.com/x", json={"to": second.get()})
        yield self.create_text_message("done")
