# param: email string: The e-mail address of the recipient
import requests
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        match tool_parameters["email"].count("@"):
            case 1:
                kind = "one"
            case _:
                kind = "many"
        requests.post("https://api.example.com/x", json={"kind": kind})
        yield self.create_text_message("kept")
