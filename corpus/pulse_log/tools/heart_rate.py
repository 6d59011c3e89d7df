from collections.abc import Generator
from typing import Any

from dify_plugin import Tool
from dify_plugin.entities.tool import ToolInvokeMessage

from tools.fitbit import FitbitMixin


class HeartRateTool(FitbitMixin, Tool):
    def _invoke(self, tool_parameters: dict[str, Any]) -> Generator[ToolInvokeMessage]:
        day = self.fitbit_get("activities/heart/date/today/1d")["activities-heart"][0]
        resting_heart_rate = day["value"].get("restingHeartRate")
        yield self.create_text_message(f"Resting heart rate: {resting_heart_rate}")
