# param: email string: The e-mail address of the recipient
# param: phone string: The phone number of the recipient
import logging

from dify_plugin import Tool

logger = logging.getLogger(__name__)


class T(Tool):
    def _invoke(self, tool_parameters):
        logger.info("%d parameters: %s", len(tool_parameters), list(tool_parameters))
        yield self.create_text_message("done")
