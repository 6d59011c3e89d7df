from collections.abc import Generator
from typing import Any

import requests
from dify_plugin import Tool
from dify_plugin.entities.tool import ToolInvokeMessage


class TranslateTool(Tool):
    def _invoke(self, tool_parameters: dict[str, Any]) -> Generator[ToolInvokeMessage]:
        answer = requests.post(
            "https://translation.googleapis.com/language/translate/v2",
            params={"key": self.runtime.credentials["api_key"]},
            json={"q": tool_parameters["text"], "target": tool_parameters.get("target", "en"), "format": "text"},
            timeout=30,
        ).json()
        yield self.create_text_message(answer["data"]["translations"][0]["translatedText"])
