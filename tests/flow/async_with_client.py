# param: email string: The e-mail address of the recipient
import asyncio

import httpx

import requests
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        asyncio.run(self.send(tool_parameters["email"]))
        yield self.create_text_message("done")

    async def send(self, address):
        async with httpx.AsyncClient(base_url="https://api.github.com") as client:
            await client.post("/x", json={"to": address})  # sends: email_address -> github
