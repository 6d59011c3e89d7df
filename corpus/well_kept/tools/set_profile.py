import json
from collections.abc import Generator
from typing import Any

from dify_plugin import Tool
from dify_plugin.entities.tool import ToolInvokeMessage

STORAGE_KEY = "well_kept_profile"


class SetProfileTool(Tool):
    def _invoke(self, tool_parameters: dict[str, Any]) -> Generator[ToolInvokeMessage]:
        profile = {
            "full_name": tool_parameters["full_name"],
            "birth_date": tool_parameters.get("birth_date"),
        }
        self.session.storage.set(STORAGE_KEY, json.dumps(profile).encode())
        yield self.create_text_message("The profile is kept.")
