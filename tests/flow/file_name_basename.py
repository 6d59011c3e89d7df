# param: document file: A document
import os

from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        print("taking", os.path.basename(tool_parameters["document"].url))
        yield self.create_text_message("taken")
