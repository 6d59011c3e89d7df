# param: email string: The e-mail address of the recipient
from dify_plugin import Tool

DEBUG = False


class T(Tool):
    def _invoke(self, tool_parameters):
        if DEBUG:
            print("address", tool_parameters["email"])
        yield self.create_text_message("kept")
