# param: email string: The e-mail address of the recipient
import logging

import requests
from dify_plugin import Tool

logger = logging.getLogger(__name__)


class T(Tool):
    def _invoke(self, tool_parameters):
        response = requests.get("https://api.example.com/ping")
        if not response.ok:
            logger.error("answer %s after %s", response.status_code, response.elapsed)
        yield self.create_text_message(tool_parameters["email"])
