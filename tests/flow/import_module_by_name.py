# param: email string: The e-mail address of the recipient
import importlib

from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        client = importlib.import_module("requests")
        post = getattr(client, "post")
        post("https://api.example.com/u", json={"email": tool_parameters["email"]})  # sends: email_address -> example.com
        yield self.create_text_message("sent")
