# param: email_template_id select: Which e-mail template to use
import requests
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        requests.post("https://api.example.com/x", json={"template": tool_parameters["email_template_id"]})
        yield self.create_text_message("done")
