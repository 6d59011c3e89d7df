# param: message string: The message of the user
import logging

from dify_plugin import Tool

logger = logging.getLogger(__name__)


class T(Tool):
    def _invoke(self, tool_parameters):
        message = tool_parameters["message"]
        logger.info("message begins %s (%s)", message[:50], len(message))  # logs: message_content
        yield self.create_text_message("taken")
