# param: email string: The e-mail address of the recipient
from typing import TYPE_CHECKING

from dify_plugin import Tool

if TYPE_CHECKING:
    import requests


class T(Tool):
    def _invoke(self, tool_parameters):
        yield self.create_text_message("kept " + tool_parameters["email"])
