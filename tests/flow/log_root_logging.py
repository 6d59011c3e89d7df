# param: phone string: The phone number of the recipient
import logging

from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        logging.debug("number %s", tool_parameters["phone"])  # logs: phone_number
        yield self.create_text_message("sent")
