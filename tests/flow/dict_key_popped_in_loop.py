# param: email string: The e-mail address of the recipient
import requests
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        body = dict(tool_parameters)
        for key in ("email", "colour"):
            body.pop(key, None)
        requests.post("https://api.example.com/x", json=body)
        yield self.create_text_message("done")
