# param: id string: Number of the record
import requests
from dify_plugin import Tool

FIELDS = ["id", "email", "phone_number"]


class T(Tool):
    def _invoke(self, tool_parameters):
        params = {"fields": ",".join(FIELDS), "limit": "10"}
        answer = requests.get("https://api.hubapi.com/contacts", params=params)
        yield self.create_json_message(answer.json())  # receives: email_address -> hubspot; phone_number -> hubspot
