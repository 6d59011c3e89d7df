# param: id string: Number of the record
import requests
from dify_plugin import Tool

QUERY = """
mutation Remove($email: String!) {
  removeEntry(input: {email: $email}) { ok version { number createdAt } }
}
"""


class T(Tool):
    def _invoke(self, tool_parameters):
        answer = requests.post("https://api.github.com/graphql", json={"query": QUERY, "variables": {}})
        yield self.create_json_message(answer.json())
