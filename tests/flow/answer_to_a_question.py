# param: query string: What to search the web for
import requests
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        body = {"query": tool_parameters["query"]}
        answer = requests.post("https://api.example.com/ask", json=body).json()  # sends: search_query -> example.com
        for message in answer["messages"]:
            yield self.create_text_message(message["content"])
