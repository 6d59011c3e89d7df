# param: email string: The e-mail address of the recipient
import asyncio

import httpx
from dify_plugin import Tool


async def send(address):
    async with httpx.AsyncClient() as client:
        await client.post("https://api.example.com/x", json={"email": address})  # sends: email_address -> example.com


class T(Tool):
    def _invoke(self, tool_parameters):
        asyncio.run(send(tool_parameters["email"]))
        yield self.create_text_message("sent")
