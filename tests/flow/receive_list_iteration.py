import requests
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        members = requests.get("https://slack.com/api/users.list").json()["members"]
        for member in members:
            yield self.create_text_message(member["profile"]["email"])  # receives: email_address -> slack
