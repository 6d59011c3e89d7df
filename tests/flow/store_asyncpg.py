# param: email string: The e-mail address of the recipient
import asyncio
import os

import asyncpg
from dify_plugin import Tool


async def keep(dsn, email):
    connection = await asyncpg.connect(dsn)
    await connection.execute("UPDATE people SET email = $1", email)  # sends: email_address -> user_configured; stores: email_address
    await connection.close()


class T(Tool):
    def _invoke(self, tool_parameters):
        asyncio.run(keep(os.environ["DATABASE_URL"], tool_parameters["email"]))
        yield self.create_text_message("kept")
