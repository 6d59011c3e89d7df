# param: email string: The e-mail address of the recipient
from dify_plugin import Tool
from tinydb import TinyDB


class T(Tool):
    def _invoke(self, tool_parameters):
        TinyDB("app.json").table("people").insert({"email": tool_parameters["email"]})  # stores: email_address
        yield self.create_text_message("kept")
