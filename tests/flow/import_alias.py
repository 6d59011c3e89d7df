# param: email string: The e-mail address of the recipient
from dify_plugin import Tool
import requests as web
from json import dumps as pack


class T(Tool):
    def _invoke(self, tool_parameters):
        web.post("https://api.example.com/a", data=pack({"email": tool_parameters["email"]}))  # sends: email_address -> example.com
        yield self.create_text_message("sent")
