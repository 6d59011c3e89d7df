# param: email string: The e-mail address of the recipient
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        print(f"parameters: {tool_parameters}")  # logs: email_address
        yield self.create_text_message("sent")
