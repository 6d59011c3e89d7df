# param: email string: The e-mail address of the recipient
import requests
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        for line in self.upper(self.lines(tool_parameters["email"])):
            requests.post("https://api.example.com/x", json={"to": line})  # sends: email_address -> example.com
        yield self.create_text_message("done")

    def lines(self, text):
        yield text
        yield from text.split()

    def upper(self, lines):
        for line in lines:
            yield line.upper()
