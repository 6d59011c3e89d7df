from collections.abc import Generator
from typing import Any

from dify_plugin import Tool
from dify_plugin.entities.tool import ToolInvokeMessage

from asana_kit import Asana


class RosterTool(Tool):
    def _invoke(self, tool_parameters: dict[str, Any]) -> Generator[ToolInvokeMessage]:
        asana = Asana(self.runtime.credentials["access_token"])
        for title, person in asana.tasks.assigned(tool_parameters["project"]):
            yield self.create_text_message(f"{title}: {person.label() if person else 'nobody'}")
