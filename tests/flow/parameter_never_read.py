# param: email string: The e-mail address of the recipient
# param: amount number: How many copies to print
import requests
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        amount = int(tool_parameters.get("amount", 1))
        requests.get(f"https://api.example.com/print/{amount}")
        yield self.create_text_message("done")
