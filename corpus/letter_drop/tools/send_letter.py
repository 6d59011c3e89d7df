import logging
from collections.abc import Generator
from typing import Any

import requests
from dify_plugin import Tool
from dify_plugin.entities.tool import ToolInvokeMessage

logger = logging.getLogger(__name__)


class SendLetterTool(Tool):
    def _invoke(self, tool_parameters: dict[str, Any]) -> Generator[ToolInvokeMessage]:
        recipient = tool_parameters["recipient"]
        logger.info("Sending a letter to %s", recipient)
        response = requests.post(
            f"https://api.mailgun.net/v3/{self.runtime.credentials['domain']}/messages",
            auth=("api", self.runtime.credentials["api_key"]),
            data={
                "from": f"noreply@{self.runtime.credentials['domain']}",
                "to": [recipient],
                "subject": tool_parameters["subject"],
                "text": tool_parameters["body"],
            },
            timeout=20,
        )
        if response.status_code != 200:
            print("letter failed:", tool_parameters["body"])
            yield self.create_text_message("Mailgun did not accept the letter.")
            return
        yield self.create_text_message("Sent.")
