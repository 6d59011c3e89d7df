from collections.abc import Generator
from typing import Any

from dify_plugin import Tool
from dify_plugin.entities.tool import ToolInvokeMessage

from tools.pipedrive import PipedriveClient


class ListPersonsTool(Tool):
    def _invoke(self, tool_parameters: dict[str, Any]) -> Generator[ToolInvokeMessage]:
        client = PipedriveClient(self.runtime.credentials["api_token"])
        answer = client.get("persons", {"limit": int(tool_parameters.get("limit") or 20), "sort": "add_time DESC"})
        for person in answer.get("data") or []:
            name = person.get("name")
            emails = [entry["value"] for entry in person.get("email", [])]
            phones = [entry["value"] for entry in person.get("phone", [])]
            yield self.create_text_message(f"{name}: {', '.join(emails)} {', '.join(phones)}")
