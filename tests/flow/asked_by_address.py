# param: id string: Number of the record
import requests
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        answer = requests.get("https://api.hubapi.com/contacts?limit=5&$select=id,mobilePhone,emailAddress")
        yield self.create_json_message(answer.json())  # receives: email_address -> hubspot; phone_number -> hubspot
