from collections.abc import Generator
from typing import Any

import requests
from dify_plugin import Tool
from dify_plugin.entities.tool import ToolInvokeMessage


class MessagePersonTool(Tool):
    def _invoke(self, tool_parameters: dict[str, Any]) -> Generator[ToolInvokeMessage]:
        user = self._call("GET", f"users/email/{tool_parameters['email']}")
        channel = self._call("POST", "channels/direct", [self.runtime.credentials["bot_id"], user["id"]])
        post = {"channel_id": channel["id"], "message": tool_parameters["message"]}
        self._call("POST", "posts", post)
        yield self.create_text_message(f"Sent to {user['username']}.")

    def _call(self, method: str, path: str, body: Any = None) -> dict[str, Any]:
        base = self.runtime.credentials["server_url"].rstrip("/")
        response = requests.request(
            method,
            f"{base}/api/v4/{path}",
            headers={"Authorization": f"Bearer {self.runtime.credentials['token']}"},
            json=body,
            timeout=15,
        )
        response.raise_for_status()
        return response.json()
