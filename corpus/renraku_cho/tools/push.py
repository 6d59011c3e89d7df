from collections.abc import Generator
from typing import Any

import requests
from dify_plugin import Tool
from dify_plugin.entities.tool import ToolInvokeMessage


class PushTool(Tool):
    BASE = "https://api.line.me/v2/bot"

    def _invoke(self, tool_parameters: dict[str, Any]) -> Generator[ToolInvokeMessage]:
        user_id = tool_parameters["user_id"]
        profile = self._session().get(f"{self.BASE}/profile/{user_id}", timeout=10).json()
        display_name = profile.get("displayName", "")
        picture = profile.get("pictureUrl")
        self._session().post(
            f"{self.BASE}/message/push",
            json={"to": user_id, "messages": [{"type": "text", "text": tool_parameters["message"]}]},
            timeout=10,
        )
        yield self.create_json_message({"sent_to": display_name, "picture": picture})

    def _session(self) -> requests.Session:
        session = requests.Session()
        session.headers["Authorization"] = "Bearer " + self.runtime.credentials["channel_access_token"]
        return session
