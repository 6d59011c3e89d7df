# param: text string: The text to translate
import logging

from dify_plugin import Tool

logger = logging.getLogger(__name__)


def check(text):
    if len(text) > 100:
        raise ValueError(f"too long: {text}")


class T(Tool):
    def _invoke(self, tool_parameters):
        try:
            check(tool_parameters["text"])
        except ValueError as error:
            logger.warning("refused: %s", error)
        yield self.create_text_message("done")
