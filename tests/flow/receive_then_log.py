import logging

import requests
from dify_plugin import Tool

logger = logging.getLogger(__name__)


class T(Tool):
    def _invoke(self, tool_parameters):
        user = requests.get("https://api.notion.com/v1/users/me").json()
        address = user["person"]["email"]  # receives: email_address -> notion
        logger.info("user %s", address)  # logs: email_address
        yield self.create_text_message("done")
