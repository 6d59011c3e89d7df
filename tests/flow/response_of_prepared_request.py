# param: id string: Number of the record
import requests
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        session = requests.Session()
        request = requests.Request("GET", "https://api.hubapi.com/contacts/1")
        answer = session.send(request.prepare())
        yield self.create_text_message(answer.json()["email"])  # receives: email_address -> hubspot
