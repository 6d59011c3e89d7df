import requests
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        answer = requests.get("https://api.stackexchange.com/2.3/questions", timeout=9)
        yield self.create_json_message(answer.json())
