from collections.abc import Generator
from typing import Any

import boto3
from dify_plugin import Tool
from dify_plugin.entities.tool import ToolInvokeMessage


class ModelsTool(Tool):
    def _invoke(self, tool_parameters: dict[str, Any]) -> Generator[ToolInvokeMessage]:
        region = self.runtime.credentials["aws_region"]
        bedrock = boto3.client("bedrock", region_name=region)
        lines = []
        for model in bedrock.list_foundation_models()["modelSummaries"]:
            provider, model_name = model["providerName"], model["modelName"]
            lines.append(f"{provider}: {model_name}")
        file_name = tool_parameters.get("file_name") or "models.txt"
        yield self.create_blob_message(
            "\n".join(lines).encode(), meta={"filename": file_name, "mime_type": "text/plain"}
        )
