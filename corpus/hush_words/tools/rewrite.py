from collections.abc import Generator
from typing import Any

import requests
from dify_plugin import Tool
from dify_plugin.entities.tool import ToolInvokeMessage

from tools import warm_up

URL = "https://api-free.deepl.com/v2/write/rephrase"


class RewriteTool(Tool):
    def _invoke(self, tool_parameters: dict[str, Any]) -> Generator[ToolInvokeMessage]:
        warm_up.run()
        answer = requests.post(
            URL,
            headers={"Authorization": f"DeepL-Auth-Key {self.runtime.credentials['api_key']}"},
            json={"text": [tool_parameters["text"]], "writing_style": "simple"},
            timeout=30,
        )
        yield self.create_text_message(answer.json()["improvements"][0]["text"])
