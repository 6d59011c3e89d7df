# param: email string: The e-mail address of the recipient
import requests
from dify_plugin import Tool


def create(values):
    return requests.post("https://api.example.com/x", json={"email": values["email"]})  # sends: email_address -> example.com


def count(values):
    return len(values)


ACTIONS = {"create": create, "count": count}


class T(Tool):
    def _invoke(self, tool_parameters):
        ACTIONS["create"](tool_parameters)
        yield self.create_text_message("sent")
