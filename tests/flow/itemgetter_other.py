# param: email string: The e-mail address of the recipient
from operator import itemgetter

import requests
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        record = {"email": tool_parameters["email"], "colour": "green"}
        requests.post("https://api.example.com/x", json={"colour": itemgetter("colour")(record)})
        yield self.create_text_message("kept")
