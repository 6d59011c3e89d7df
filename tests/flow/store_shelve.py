# param: email string: The e-mail address of the recipient
import shelve

from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        with shelve.open("people") as people:
            people["last"] = tool_parameters["email"]  # stores: email_address
        yield self.create_text_message("kept")
