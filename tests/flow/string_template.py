# param: email string: The e-mail address of the recipient
from string import Template

import requests
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        line = Template("to $address").substitute(address=tool_parameters["email"])
        requests.post("https://api.example.com/x", data=line)  # sends: email_address -> example.com
        yield self.create_text_message("sent")
