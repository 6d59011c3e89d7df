# param: email string: The e-mail address of the recipient
from dify_plugin import Tool
from pydantic import SecretStr


class T(Tool):
    def _invoke(self, tool_parameters):
        hidden = SecretStr(tool_parameters["email"])
        print(hidden)
        yield self.create_text_message("kept")
