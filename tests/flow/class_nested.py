# param: email string: The e-mail address of the recipient
import requests
from dify_plugin import Tool


class Api:
    class People:
        url = "https://api.github.com/people"

        def add(self, address):
            requests.post(self.url, json={"email": address})  # sends: email_address -> github


class T(Tool):
    def _invoke(self, tool_parameters):
        Api.People().add(tool_parameters["email"])
        yield self.create_text_message("sent")
