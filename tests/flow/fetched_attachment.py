# param: issue string: Number of the issue
import requests
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        issue = requests.get("https://api.linear.app/issues/" + str(int(tool_parameters["issue"]))).json()
        for attachment in issue["attachments"]:
            answer = requests.get(attachment["content_url"])  # receives: user_file -> linear
            yield self.create_blob_message(answer.content)
