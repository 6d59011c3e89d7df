import re
from collections.abc import Generator
from statistics import mean
from typing import Any

from dify_plugin import Tool
from dify_plugin.entities.tool import ToolInvokeMessage

WORD = re.compile(r"[^\W\d_]+", re.UNICODE)


class MeasureTool(Tool):
    def _invoke(self, tool_parameters: dict[str, Any]) -> Generator[ToolInvokeMessage]:
        text = tool_parameters["text"]
        words = WORD.findall(text)
        sentences = [part for part in re.split(r"[.!?]+", text) if part.strip()]
        yield self.create_json_message(
            {
                "words": len(words),
                "sentences": len(sentences),
                "mean_word_length": round(mean(map(len, words)), 2) if words else 0,
            }
        )
