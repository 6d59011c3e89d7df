from collections.abc import Generator
from typing import Any

from dify_plugin import Tool
from dify_plugin.entities.tool import ToolInvokeMessage

from helpdesk.tickets import Tickets


class OpenTicketTool(Tool):
    def _invoke(self, tool_parameters: dict[str, Any]) -> Generator[ToolInvokeMessage]:
        tickets = Tickets(self.runtime.credentials["account"], self.runtime.credentials["api_key"])
        number = tickets.open(
            tool_parameters["requester"], tool_parameters["subject"], tool_parameters["description"]
        )
        yield self.create_text_message(f"Ticket {number} is open.")
