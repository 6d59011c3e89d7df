# param: email string: The e-mail address of the recipient
import asyncio

from dify_plugin import Tool
from tortoise import fields
from tortoise.models import Model


class Recipient(Model):
    email = fields.CharField(max_length=200)


async def keep(email):
    await Recipient.create(email=email)  # stores: email_address


class T(Tool):
    def _invoke(self, tool_parameters):
        asyncio.run(keep(tool_parameters["email"]))
        yield self.create_text_message("kept")
