# param: email string: The e-mail address of the recipient
import asyncio

import requests
from dify_plugin import Tool


class Session:
    def __init__(self, address):
        self.address = address

    async def __aenter__(self):
        return self

    async def __aexit__(self, *args):
        return None

    async def send(self):
        requests.post("https://api.example.com/x", json={"to": self.address})  # sends: email_address -> example.com


class T(Tool):
    def _invoke(self, tool_parameters):
        asyncio.run(self.send(tool_parameters["email"]))
        yield self.create_text_message("done")

    async def send(self, address):
        async with Session(address) as session:
            await session.send()
