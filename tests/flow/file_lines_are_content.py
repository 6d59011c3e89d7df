# param: document file: A document
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        lines = tool_parameters["document"].blob.decode().split("\n")
        print(lines[-1])  # logs: user_file
        yield self.create_text_message("taken")
