# param: email string: The e-mail address of the recipient
import requests
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        print(self._mask(tool_parameters["email"]))
        yield self.create_text_message("done")

    def _mask(self, text):
        return text[:2] + "***"
