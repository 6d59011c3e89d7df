# param: email string: The e-mail address of the recipient
import importlib

from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        web = importlib.import_module("requests")
        web.post("https://api.example.com/x", json={"email": tool_parameters["email"]})  # sends: email_address -> example.com
        yield self.create_text_message("sent")
