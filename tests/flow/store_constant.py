# param: email string: The e-mail address of the recipient
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        self.session.storage.set("count", str(len(tool_parameters["email"])).encode())
        yield self.create_text_message("kept")
