# param: email string: The e-mail address of the person
import some_library
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        client = some_library.Client()
        client.check(email=tool_parameters["email"])
        yield self.create_text_message("checked")
