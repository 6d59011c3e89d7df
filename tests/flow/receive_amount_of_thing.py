import requests
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        for ingredient in requests.get("https://api.example.com/recipes/1").json()["ingredients"]:
            yield self.create_text_message(f"{ingredient['amount']} {ingredient['unit']}")
