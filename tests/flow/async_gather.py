# param: email string: The e-mail address of the recipient
# param: phone string: The phone number of the recipient
import asyncio

import aiohttp
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        asyncio.run(self._both(tool_parameters))
        yield self.create_text_message("sent")

    async def _both(self, values):
        async with aiohttp.ClientSession() as session:
            await asyncio.gather(self._mail(session, values["email"]), self._text(session, values["phone"]))

    async def _mail(self, session, address):
        await session.post("https://api.example.com/mail", json={"to": address})  # sends: email_address -> example.com

    async def _text(self, session, number):
        await session.post("https://api.twilio.com/text", data={"to": number})  # sends: phone_number -> twilio
