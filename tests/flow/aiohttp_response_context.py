# param: email string: The e-mail address of the recipient
import asyncio

import aiohttp
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        yield self.create_text_message(asyncio.run(self._find(tool_parameters["email"])))

    async def _find(self, address):
        async with aiohttp.ClientSession("https://api.hubapi.com") as session:
            async with session.get("/contacts", params={"email": address}) as response:  # sends: email_address -> hubspot
                data = await response.json()
                return data["contact"]["phone"]  # receives: phone_number -> hubspot
