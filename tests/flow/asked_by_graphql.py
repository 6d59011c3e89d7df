# param: id string: Number of the record
import requests
from dify_plugin import Tool

QUERY = """
query Members($first: Int!) {
  team(first: $first) {
    id
    people: members { nodes { id emailAddress phoneNumber } }
  }
}
"""


class T(Tool):
    def _invoke(self, tool_parameters):
        answer = requests.post("https://api.github.com/graphql", json={"query": QUERY, "variables": {"first": 5}})
        yield self.create_json_message(answer.json())  # receives: email_address -> github; phone_number -> github
