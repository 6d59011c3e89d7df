# param: email string: The e-mail address of the recipient
import requests
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        request = requests.PreparedRequest()
        request.prepare_url("https://api.github.com/search/users", {"q": tool_parameters["email"]})
        requests.get("https://api.github.com/users", timeout=10)
        yield self.create_text_message("not sent")
