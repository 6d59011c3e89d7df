import requests
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        contact = requests.get("https://api.hubapi.com/contacts/1").json()
        address = contact["email"]  # receives: email_address -> hubspot
        requests.post("https://slack.com/api/users.lookupByEmail", data={"email": address})  # sends: email_address -> slack
        yield self.create_text_message("sent")
