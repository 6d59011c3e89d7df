# param: page number: The page to read
import requests
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        answer = requests.get("https://api.example.com/staff")
        for employee in answer.json()["employees"]:
            yield self.create_text_message(employee["job_title"])  # receives: occupation -> example.com
