import requests
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        answer = requests.get("https://api.example.com/jobs/1").json()
        if answer["state"] == "done":
            yield self.create_text_message(answer["result"]["label"])
