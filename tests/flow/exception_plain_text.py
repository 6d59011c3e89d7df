# param: email string: The e-mail address of the recipient
import logging

from dify_plugin import Tool

logger = logging.getLogger(__name__)


def check(address):
    if "@" not in address:
        raise ValueError("this is no address")


class T(Tool):
    def _invoke(self, tool_parameters):
        try:
            check(tool_parameters["email"])
        except ValueError as error:
            logger.warning("refused: %s", error)
        yield self.create_text_message("done")
