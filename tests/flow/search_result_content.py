# param: query string: What to search for
import requests
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        answer = requests.get("https://api.example.com/search", params={"q": tool_parameters["query"]})  # sends: search_query -> example.com
        for document in answer.json()["documents"]:
            yield self.create_text_message(document["content"])
