from collections.abc import Generator
from typing import Any

from dify_plugin import Tool
from dify_plugin.entities.tool import ToolInvokeMessage

from tools.fitbit import FitbitMixin


class ProfileTool(FitbitMixin, Tool):
    def _invoke(self, tool_parameters: dict[str, Any]) -> Generator[ToolInvokeMessage]:
        user = self.fitbit_get("profile")["user"]
        yield self.create_json_message(
            {
                "name": user["fullName"],
                "born": user["dateOfBirth"],
                "gender": user["gender"],
            }
        )
