import json
import urllib.request

from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        with urllib.request.urlopen("https://api.github.com/user") as answer:
            user = json.loads(answer.read().decode())
        yield self.create_text_message(user["email"])  # receives: email_address -> github
