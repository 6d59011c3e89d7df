# param: document file: A document
import logging

from dify_plugin import Tool

logger = logging.getLogger(__name__)


class T(Tool):
    def _invoke(self, tool_parameters):
        document = tool_parameters["document"]
        if isinstance(document, str):
            name = document.split("/")[-1] or "document"
        else:
            name = document.filename
        logger.info("taking %s", name)
        yield self.create_text_message("taken")
