from collections.abc import Generator
from typing import Any

import requests
from dify_plugin import Tool
from dify_plugin.entities.tool import ToolInvokeMessage


class RepositoryTool(Tool):
    def _invoke(self, tool_parameters: dict[str, Any]) -> Generator[ToolInvokeMessage]:
        owner, name = tool_parameters["owner"], tool_parameters["repo_name"]
        repo = requests.get(f"https://api.github.com/repos/{owner}/{name}", timeout=10).json()
        yield self.create_json_message(
            {
                "name": repo["name"],
                "full_name": repo["full_name"],
                "language": repo["language"],
                "homepage": repo["homepage"],
                "size": repo["size"],
                "license_name": (repo.get("license") or {}).get("name"),
            }
        )
