# param: email string: The e-mail address of the recipient
import requests
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        request = requests.PreparedRequest()
        request.prepare(method="POST", url="https://api.github.com/x", json={"email": tool_parameters["email"]})  # sends: email_address -> github
        requests.Session().send(request)
        yield self.create_text_message("sent")
