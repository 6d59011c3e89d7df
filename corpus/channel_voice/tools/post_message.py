from collections.abc import Generator
from typing import Any

import requests
from dify_plugin import Tool
from dify_plugin.entities.tool import ToolInvokeMessage

API = "https://discord.com/api/v10"


class PostMessageTool(Tool):
    def _invoke(self, tool_parameters: dict[str, Any]) -> Generator[ToolInvokeMessage]:
        url = API + "/channels/" + tool_parameters["channel_id"] + "/messages"
        response = requests.post(
            url,
            headers={"Authorization": "Bot " + self.runtime.credentials["bot_token"]},
            json={"content": tool_parameters["message"], "tts": False},
            timeout=10,
        )
        if not response.ok:
            raise ValueError(f"Discord answered {response.status_code}")
        yield self.create_text_message("Posted.")
