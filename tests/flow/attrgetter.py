# param: email string: The e-mail address of the recipient
from operator import attrgetter

import requests
from dify_plugin import Tool


class Person:
    def __init__(self, email, colour):
        self.email = email
        self.colour = colour


class T(Tool):
    def _invoke(self, tool_parameters):
        person = Person(tool_parameters["email"], "green")
        requests.post("https://api.example.com/x", json={"to": attrgetter("email")(person)})  # sends: email_address -> example.com
        yield self.create_text_message("done")
