from collections.abc import Generator
from typing import Any

import requests
from dify_plugin import Tool
from dify_plugin.entities.tool import ToolInvokeMessage

from desk.gate import Gate
from desk.ledger import load_visit


class AnnounceTool(Tool):
    def _invoke(self, tool_parameters: dict[str, Any]) -> Generator[ToolInvokeMessage]:
        visit = load_visit(tool_parameters["badge_number"])
        Gate().open(tool_parameters["badge_number"])
        requests.post("https://board.example.com/lines", json={"line": visit}, timeout=10)
        yield self.create_text_message("announced")
