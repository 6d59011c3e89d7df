import logging

import requests
from dify_plugin import Tool

logger = logging.getLogger(__name__)


class T(Tool):
    def _invoke(self, tool_parameters):
        answer = requests.get("https://api.example.com/x").json()
        if "error" in answer:
            logger.error("failed: %s", answer["error"]["message"])
        yield self.create_text_message("done")
