# param: email string: The e-mail address of the recipient
import logging

from dify_plugin import Tool

logger = logging.getLogger("plugin")


class T(Tool):
    def _invoke(self, tool_parameters):
        logger.warning("refused", extra={"address": tool_parameters["email"]})  # logs: email_address
        yield self.create_text_message("done")
