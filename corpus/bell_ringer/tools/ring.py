import json
import urllib.request
from collections.abc import Generator
from typing import Any

from dify_plugin import Tool
from dify_plugin.entities.tool import ToolInvokeMessage


class RingTool(Tool):
    endpoint = "https://api.telegram.org"

    def _invoke(self, tool_parameters: dict[str, Any]) -> Generator[ToolInvokeMessage]:
        body = json.dumps({"chat_id": tool_parameters["chat_id"], "text": tool_parameters["text"]})
        request = urllib.request.Request(
            self._url("sendMessage"),
            data=body.encode("utf-8"),
            headers={"Content-Type": "application/json"},
            method="POST",
        )
        with urllib.request.urlopen(request, timeout=10) as answer:
            result = json.loads(answer.read())
        yield self.create_text_message("Sent." if result.get("ok") else "Telegram refused the message.")

    def _url(self, method: str) -> str:
        return "{}/bot{}/{}".format(self.endpoint, self.runtime.credentials["bot_token"], method)
