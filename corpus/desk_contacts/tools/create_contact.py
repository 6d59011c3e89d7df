from collections.abc import Generator
from typing import Any

import requests
from dify_plugin import Tool
from dify_plugin.entities.tool import ToolInvokeMessage


class CreateContactTool(Tool):
    def _invoke(self, tool_parameters: dict[str, Any]) -> Generator[ToolInvokeMessage]:
        token = self.runtime.credentials["access_token"]
        properties = {
            "email": tool_parameters["email"],
            "firstname": tool_parameters.get("first_name", ""),
            "lastname": tool_parameters.get("last_name", ""),
        }
        if tool_parameters.get("phone"):
            properties["phone"] = tool_parameters["phone"]
        if tool_parameters.get("job_title"):
            properties["jobtitle"] = tool_parameters["job_title"]
        response = requests.post(
            "https://api.hubapi.com/crm/v3/objects/contacts",
            headers={"Authorization": f"Bearer {token}"},
            json={"properties": properties},
            timeout=20,
        )
        response.raise_for_status()
        yield self.create_text_message("The contact was created.")
