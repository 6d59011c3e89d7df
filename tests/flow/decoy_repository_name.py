# param: repo string: Name of the repository
import requests
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        repo = requests.get("https://api.github.com/repos/example/" + tool_parameters["repo"]).json()
        yield self.create_text_message(f"{repo['name']} {repo['full_name']}")
