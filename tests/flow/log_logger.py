# param: email string: The e-mail address of the recipient
import logging

from dify_plugin import Tool

logger = logging.getLogger(__name__)


class T(Tool):
    def _invoke(self, tool_parameters):
        logger.info("sending to %s", tool_parameters["email"])  # logs: email_address
        yield self.create_text_message("sent")
