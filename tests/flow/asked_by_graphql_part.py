# param: id string: Number of the record
import requests
from dify_plugin import Tool

QUERY = "{ viewer { emailAddress } limits { remaining cost } }"


class T(Tool):
    def _invoke(self, tool_parameters):
        answer = requests.post("https://api.github.com/graphql", json={"query": QUERY}).json()
        yield self.create_json_message(answer["data"]["limits"])
