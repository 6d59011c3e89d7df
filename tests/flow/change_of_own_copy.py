# param: email string: The e-mail address of the recipient
import requests
from dify_plugin import Tool


def filled(fields, value):
    if not value:
        return fields
    fields = dict(fields)
    fields["email"] = value
    return fields


class T(Tool):
    def _invoke(self, tool_parameters):
        fields = {"kind": "plain"}
        shown = filled(fields, tool_parameters["email"])
        requests.post("https://api.example.com/u", json=fields)
        yield self.create_json_message(shown)
