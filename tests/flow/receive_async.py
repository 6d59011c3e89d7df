import asyncio

import httpx
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        yield self.create_text_message(asyncio.run(self._fetch()))

    async def _fetch(self):
        async with httpx.AsyncClient(base_url="https://api.hubapi.com") as client:
            answer = await client.get("/contacts/1")
        return answer.json()["email"]  # receives: email_address -> hubspot
