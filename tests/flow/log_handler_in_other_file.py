# param: email string: The e-mail address of the recipient
from dify_plugin import Tool

from tools.log import logger


class T(Tool):
    def _invoke(self, tool_parameters):
        logger.info("address %s", tool_parameters["email"])  # logs: email_address
        yield self.create_text_message("done")
# --- file: tools/log.py
import logging

logger = logging.getLogger("plugin")
