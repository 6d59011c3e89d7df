# param: email string: The e-mail address of the recipient
import requests
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        for index, part in enumerate(tool_parameters["email"].split(",")):
            requests.post("https://api.example.com/x", json={"index": index})
            yield self.create_text_message(part)
