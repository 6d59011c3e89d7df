# param: email string: The e-mail address of the recipient
import asyncio

import requests
from dify_plugin import Tool


def send(address):
    requests.post("https://api.example.com/x", json={"to": address})  # sends: email_address -> example.com


class T(Tool):
    def _invoke(self, tool_parameters):
        asyncio.run(self._run(tool_parameters["email"]))
        yield self.create_text_message("sent")

    async def _run(self, address):
        await asyncio.to_thread(send, address)
