# param: email string: The e-mail address of the recipient
import requests
from dify_plugin import Tool
from formkit import Form


class T(Tool):
    def _invoke(self, tool_parameters):
        form, other = Form(), Form()
        form.add_text("to", tool_parameters["email"])
        requests.post("https://api.example.com/x", data=other)
        yield self.create_text_message("sent")
