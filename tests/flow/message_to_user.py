# param: email string: The e-mail address of the recipient
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        yield self.create_text_message(f"The address is {tool_parameters['email']}.")
        yield self.create_json_message({"email": tool_parameters["email"]})
