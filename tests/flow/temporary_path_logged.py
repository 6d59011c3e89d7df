# param: document file: A document
import tempfile

from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        kept = tempfile.NamedTemporaryFile(delete=False)
        kept.write(tool_parameters["document"].blob)
        print("kept at", kept.name, kept.name.split("/")[-1])
        yield self.create_text_message("kept")
