# param: email string: The e-mail address of the recipient
import requests
from dify_plugin import Tool

QUERY = """
query Find($email: String!) {
  person(email: $email) { id }
}
"""


class T(Tool):
    def _invoke(self, tool_parameters):
        body = {"query": QUERY, "variables": {"email": tool_parameters["email"]}}
        requests.post("https://api.github.com/graphql", json=body)  # sends: email_address -> github
        yield self.create_text_message("sent")
