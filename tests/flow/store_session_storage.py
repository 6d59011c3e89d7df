# param: email string: The e-mail address of the recipient
import json

from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        record = {"email": tool_parameters["email"]}
        self.session.storage.set("last", json.dumps(record).encode())  # stores: email_address
        yield self.create_text_message("kept")
