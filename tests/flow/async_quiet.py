# param: email string: The e-mail address of the recipient
import asyncio

import httpx
from dify_plugin import Tool


async def ping(address):
    async with httpx.AsyncClient() as client:
        await client.get("https://api.example.com/ping")
    return address


class T(Tool):
    def _invoke(self, tool_parameters):
        yield self.create_text_message(asyncio.run(ping(tool_parameters["email"])))
