# param: email string: The e-mail address of the recipient
from functools import cached_property

import httpx
from dify_plugin import Tool


class T(Tool):
    @cached_property
    def client(self):
        return httpx.Client(base_url="https://api.hubapi.com")

    def _invoke(self, tool_parameters):
        self.client.post("/contacts", json={"email": tool_parameters["email"]})  # sends: email_address -> hubspot
        yield self.create_text_message("sent")
