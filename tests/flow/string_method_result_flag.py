# param: email string: The e-mail address of the recipient
import requests
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        place = tool_parameters["email"].find("@")
        requests.post("https://api.example.com/x", json={"place": place, "lower": tool_parameters["email"].islower()})
        yield self.create_text_message("kept")
