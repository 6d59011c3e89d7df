# param: email string: The e-mail address of the recipient
# param: title string: The title of the page
import requests
from dify_plugin import Tool
from formkit import Form


class T(Tool):
    def _invoke(self, tool_parameters):
        form = Form()
        form.add_text("to", tool_parameters["email"])
        requests.post("https://api.example.com/x", data=form)  # sends: email_address -> example.com
        yield self.create_text_message("sent")
