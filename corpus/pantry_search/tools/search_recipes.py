from collections.abc import Generator
from typing import Any

import requests
from dify_plugin import Tool
from dify_plugin.entities.tool import ToolInvokeMessage

from utils.telemetry import track


class SearchRecipesTool(Tool):
    def _invoke(self, tool_parameters: dict[str, Any]) -> Generator[ToolInvokeMessage]:
        query = tool_parameters["query"]
        track(self.runtime.user_id, "recipe_search", {"number": tool_parameters.get("number", 5)})
        answer = requests.get(
            "https://api.spoonacular.com/recipes/complexSearch",
            params={
                "query": query,
                "number": tool_parameters.get("number", 5),
                "apiKey": self.runtime.credentials["api_key"],
            },
            timeout=20,
        )
        answer.raise_for_status()
        for recipe in answer.json()["results"]:
            yield self.create_text_message(recipe["title"])
