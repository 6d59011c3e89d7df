# param: email string: The e-mail address of the recipient
import logging

from dify_plugin import Tool


class T(Tool):
    logger = logging.getLogger("plugin")

    def _invoke(self, tool_parameters):
        self.logger.error("refused " + tool_parameters["email"])  # logs: email_address
        yield self.create_text_message("done")
