# param: email string: The e-mail address of the recipient
from dify_plugin import Tool

COLOURS = {"a": "green", "b": "blue"}


class T(Tool):
    def _invoke(self, tool_parameters):
        yield self.create_text_message(COLOURS.get(tool_parameters["email"][:1], "red"))
