# param: email string: The e-mail address of the recipient
from functools import partial

import requests
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        send = partial(requests.post, "https://api.example.com/x", json={"to": tool_parameters["email"]})
        send(json={"colour": "green"})
        yield self.create_text_message("done")
