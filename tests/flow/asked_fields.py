# param: fields string: Comma-separated fields to return: first_name,last_name,email,jobTitle
import requests
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        answer = requests.get("https://api.hubapi.com/contacts", params={"fields": tool_parameters["fields"]})
        yield self.create_json_message(answer.json())  # receives: name -> hubspot; email_address -> hubspot; occupation -> hubspot
