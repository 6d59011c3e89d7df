# param: with_phone boolean: Include the phone number
# param: verbose boolean: Write more
import requests
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        answer = requests.get("https://api.hubapi.com/contacts", params={"p": tool_parameters["with_phone"]})
        yield self.create_json_message(answer.json())  # receives: phone_number -> hubspot
