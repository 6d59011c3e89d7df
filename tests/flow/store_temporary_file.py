# param: file file: A document
import os
import tempfile

from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        path = os.path.join(tempfile.mkdtemp(), "page.bin")
        with open(path, "wb") as out:
            out.write(tool_parameters["file"].blob)
        os.unlink(path)
        yield self.create_text_message("done")
