# param: file file: A document
import logging
import tempfile

from dify_plugin import Tool

logger = logging.getLogger(__name__)


class T(Tool):
    def _invoke(self, tool_parameters):
        name = tool_parameters["file"].filename
        logger.info("kept at %s for %s", f"{tempfile.gettempdir()}/{name}", name)
        yield self.create_text_message("done")
