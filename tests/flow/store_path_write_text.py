# param: email string: The e-mail address of the recipient
from pathlib import Path

from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        Path("last.txt").write_text(tool_parameters["email"])  # stores: email_address
        yield self.create_text_message("kept")
