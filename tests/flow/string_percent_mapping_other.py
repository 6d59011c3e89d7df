# param: email string: The e-mail address of the recipient
import requests
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        values = {"email": tool_parameters["email"], "colour": "green"}
        requests.post("https://api.example.com/x", data="colour=%(colour)s" % values)
        yield self.create_text_message("done")
