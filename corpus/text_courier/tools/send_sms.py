from collections.abc import Generator
from typing import Any

from dify_plugin import Tool
from dify_plugin.entities.tool import ToolInvokeMessage
from twilio.rest import Client


class SendSmsTool(Tool):
    def _invoke(self, tool_parameters: dict[str, Any]) -> Generator[ToolInvokeMessage]:
        settings = self.runtime.credentials
        client = Client(settings["account_sid"], settings["auth_token"])
        message = client.messages.create(
            to=tool_parameters["to"],
            from_=settings["sender"],
            body=tool_parameters["body"],
        )
        yield self.create_text_message(f"Queued as {message.sid}.")
