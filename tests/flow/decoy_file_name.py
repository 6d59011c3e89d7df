# param: file_name string: Name of the file to make
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        file_name = tool_parameters["file_name"]
        print("making", file_name)
        yield self.create_blob_message(b"", meta={"filename": file_name})
