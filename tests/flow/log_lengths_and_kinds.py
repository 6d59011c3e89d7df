# param: note string: The text of the note
# param: document file: A document
import logging

from dify_plugin import Tool

logger = logging.getLogger(__name__)


class T(Tool):
    def _invoke(self, tool_parameters):
        note, document = tool_parameters["note"], tool_parameters["document"]
        logger.info("note of %d signs, %s", len(note), type(note).__name__)
        logger.info("document: %s, %s, <%d bytes>", document.filename, document.mime_type, len(document.blob))
        yield self.create_text_message("taken")
