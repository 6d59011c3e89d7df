from collections.abc import Generator
from typing import Any

import requests
from dify_plugin import Tool
from dify_plugin.entities.tool import ToolInvokeMessage

SEARCH_URL = "https://api.hubapi.com/crm/v3/objects/contacts/search"


class FindContactTool(Tool):
    def _invoke(self, tool_parameters: dict[str, Any]) -> Generator[ToolInvokeMessage]:
        body = {
            "filterGroups": [
                {"filters": [{"propertyName": "email", "operator": "EQ", "value": tool_parameters["email"]}]}
            ],
            "properties": ["email", "firstname", "lastname", "phone"],
        }
        response = requests.post(
            SEARCH_URL,
            headers={"Authorization": f"Bearer {self.runtime.credentials['access_token']}"},
            json=body,
            timeout=20,
        )
        response.raise_for_status()
        contacts = []
        for item in response.json().get("results", []):
            properties = item.get("properties", {})
            contacts.append(
                {
                    "email": properties.get("email"),
                    "first_name": properties.get("firstname"),
                    "last_name": properties.get("lastname"),
                    "phone": properties.get("phone"),
                }
            )
        yield self.create_json_message({"contacts": contacts})
