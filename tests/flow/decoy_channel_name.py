import requests
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        channels = requests.get("https://slack.com/api/conversations.list").json()["channels"]
        for channel in channels:
            yield self.create_text_message(channel["name"])
