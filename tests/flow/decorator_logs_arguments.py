# param: email string: The e-mail address of the recipient
import logging

from dify_plugin import Tool

logger = logging.getLogger(__name__)


def traced(function):
    def inner(*args, **kwargs):
        logger.info("called with %s", args)  # logs: email_address
        return function(*args, **kwargs)

    return inner


@traced
def check(address):
    return "@" in address


class T(Tool):
    def _invoke(self, tool_parameters):
        yield self.create_text_message(str(check(tool_parameters["email"])))
