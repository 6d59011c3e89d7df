# param: email string: The e-mail address of the recipient
import io

from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        buffer = io.StringIO()
        buffer.write(tool_parameters["email"])
        yield self.create_text_message(buffer.getvalue())
