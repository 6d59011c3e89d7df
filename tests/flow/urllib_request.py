# param: email string: The e-mail address of the recipient
import json
import urllib.request

from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        data = json.dumps({"email": tool_parameters["email"]}).encode()
        with urllib.request.urlopen(urllib.request.Request("https://api.github.com/x", data=data)) as answer:  # sends: email_address -> github
            answer.read()
        yield self.create_text_message("sent")
