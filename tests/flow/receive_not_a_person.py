import requests
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        issue = requests.get("https://api.github.com/repos/example/kit/issues/1").json()
        yield self.create_text_message(f"{issue['number']} {issue['state']} {issue['milestone']['due_on']}")
