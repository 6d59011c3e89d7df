# param: email string: The e-mail address of the recipient
from collections import namedtuple

import requests
from dify_plugin import Tool

Person = namedtuple("Person", ["address", "colour"])


class T(Tool):
    def _invoke(self, tool_parameters):
        person = Person(tool_parameters["email"], "green")
        requests.post("https://api.example.com/x", json={"value": person.address})  # sends: email_address -> example.com
        yield self.create_text_message("sent")
