# param: email string: The e-mail address of the recipient
import requests
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        session = requests.Session()
        for method, path in (("POST", "/a"), ("PUT", "/b")):
            session.request(method, "https://api.example.com" + path, json={"email": tool_parameters["email"]})  # sends: email_address -> example.com
        yield self.create_text_message("sent")
