# param: email string: The e-mail address of the recipient
import asyncio

import requests
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        asyncio.run(self.send(tool_parameters["email"]))
        yield self.create_text_message("done")

    async def parts(self, address):
        yield address

    async def send(self, address):
        async for part in self.parts(address):
            requests.post("https://api.example.com/x", json={"to": part})  # sends: email_address -> example.com
