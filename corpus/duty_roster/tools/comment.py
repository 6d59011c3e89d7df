from collections.abc import Generator
from typing import Any

from dify_plugin import Tool
from dify_plugin.entities.tool import ToolInvokeMessage

from asana_kit import Asana


class CommentTool(Tool):
    def _invoke(self, tool_parameters: dict[str, Any]) -> Generator[ToolInvokeMessage]:
        asana = Asana(self.runtime.credentials["access_token"])
        asana.tasks.comment(tool_parameters["task_id"], tool_parameters["comment"])
        yield self.create_text_message("The comment is written.")
