import json
from collections.abc import Generator
from typing import Any

import requests
from dify_plugin import Tool
from dify_plugin.entities.tool import ToolInvokeMessage


class SubscribeTool(Tool):
    def _invoke(self, tool_parameters: dict[str, Any]) -> Generator[ToolInvokeMessage]:
        api_key = self.runtime.credentials["api_key"]
        data_center = api_key.rsplit("-", 1)[-1]
        url = f"https://{data_center}.api.mailchimp.com/3.0/lists/{self.runtime.credentials['audience_id']}/members"
        member = {"email_address": tool_parameters["email"], "status": "subscribed"}
        if first_name := tool_parameters.get("first_name"):
            member["merge_fields"] = {"FNAME": first_name}
        response = requests.post(url, auth=("key", api_key), data=json.dumps(member), timeout=15)
        if response.status_code >= 400:
            yield self.create_text_message(f"Mailchimp refused: {response.status_code}")
            return
        yield self.create_text_message("Subscribed.")
