# param: email string: The e-mail address of the recipient
import pickle

from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        with open("last.bin", "wb") as last:
            pickle.dump(tool_parameters["email"], last)  # stores: email_address
        yield self.create_text_message("kept")
