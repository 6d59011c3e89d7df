from collections.abc import Generator
from typing import Any

import httpx
from dify_plugin import Tool
from dify_plugin.entities.tool import ToolInvokeMessage


class ListInviteesTool(Tool):
    def _invoke(self, tool_parameters: dict[str, Any]) -> Generator[ToolInvokeMessage]:
        headers = {"Authorization": f"Bearer {self.runtime.credentials['token']}"}
        with httpx.Client(base_url="https://api.calendly.com", headers=headers) as client:
            answer = client.get(f"/scheduled_events/{tool_parameters['event_uuid']}/invitees")
            answer.raise_for_status()
            invitees = answer.json()["collection"]
        rows = [
            {"invitee": invitee["name"], "email": invitee["email"], "status": invitee["status"]}
            for invitee in invitees
        ]
        yield self.create_json_message({"invitees": rows})
