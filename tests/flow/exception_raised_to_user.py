# param: email string: The e-mail address of the recipient
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        if "@" not in tool_parameters["email"]:
            raise ValueError(f"{tool_parameters['email']} is no address")
        yield self.create_text_message("done")
