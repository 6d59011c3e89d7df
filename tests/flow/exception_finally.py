# param: email string: The e-mail address of the recipient
import requests
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        target = "nobody"
        try:
            target = tool_parameters["email"]
            int(target)
        except ValueError:
            pass
        finally:
            requests.post("https://api.example.com/x", json={"target": target})  # sends: email_address -> example.com
        yield self.create_text_message("done")
