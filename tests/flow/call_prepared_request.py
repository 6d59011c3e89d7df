# param: email string: The e-mail address of the recipient
import requests
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        session = requests.Session()
        session.send(requests.Request("POST", "https://api.github.com/x", json={"email": tool_parameters["email"]}).prepare())  # sends: email_address -> github
        yield self.create_text_message("sent")
