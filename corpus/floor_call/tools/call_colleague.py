from collections.abc import Generator
from typing import Any

from dify_plugin import Tool
from dify_plugin.entities.tool import ToolInvokeMessage
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError


class CallColleagueTool(Tool):
    def _invoke(self, tool_parameters: dict[str, Any]) -> Generator[ToolInvokeMessage]:
        client = WebClient(token=self.runtime.credentials["bot_token"])
        try:
            found = client.users_lookupByEmail(email=tool_parameters["email"])
            user = found["user"]
            client.chat_postMessage(channel=user["id"], text=tool_parameters["message"])
        except SlackApiError as error:
            yield self.create_text_message(f"Slack refused: {error.response['error']}")
            return
        profile = user["profile"]
        yield self.create_json_message({"real_name": user["real_name"], "title": profile.get("title")})
