# param: email string: The e-mail address of the recipient
import logging

from dify_plugin import Tool

logger = logging.getLogger(__name__)


def mask_email(address):
    name, _, host = address.partition("@")
    return name[:1] + "***@***." + host[-3:]


class T(Tool):
    def _invoke(self, tool_parameters):
        logger.info("sending to %s", mask_email(tool_parameters["email"]))
        yield self.create_text_message("kept")
