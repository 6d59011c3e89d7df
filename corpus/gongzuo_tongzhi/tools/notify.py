from collections.abc import Generator
from typing import Any

from dify_plugin import Tool
from dify_plugin.entities.tool import ToolInvokeMessage

from .dingtalk_api import call, fetch_token


class NotifyTool(Tool):
    def _invoke(self, tool_parameters: dict[str, Any]) -> Generator[ToolInvokeMessage]:
        token = fetch_token(self.runtime.credentials)
        found = call(token, "/topapi/v2/user/getbymobile", {"mobile": tool_parameters["mobile"]})
        userid = found["result"]["userid"]
        call(
            token,
            "/topapi/message/corpconversation/asyncsend_v2",
            {
                "agent_id": self.runtime.credentials["agent_id"],
                "userid_list": userid,
                "msg": {"msgtype": "text", "text": {"content": tool_parameters["content"]}},
            },
        )
        yield self.create_text_message("已发送")
