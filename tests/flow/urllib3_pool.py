# param: email string: The e-mail address of the recipient
import urllib3
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        http = urllib3.PoolManager()
        http.request("POST", "https://api.example.com/x", fields={"email": tool_parameters["email"]})  # sends: email_address -> example.com
        yield self.create_text_message("sent")
