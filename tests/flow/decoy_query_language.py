import requests
from dify_plugin import Tool

QUERY = "query { rateLimit { remaining } }"


class T(Tool):
    def _invoke(self, tool_parameters):
        answer = requests.post("https://api.github.com/graphql", json={"query": QUERY}).json()
        yield self.create_text_message(str(answer["data"]["rateLimit"]["remaining"]))
