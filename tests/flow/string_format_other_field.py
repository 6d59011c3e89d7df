# param: email string: The e-mail address of the recipient
import requests
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        line = "{colour}".format(colour="green", address=tool_parameters["email"])
        requests.post("https://api.example.com/x", data=line)
        yield self.create_text_message("kept")
