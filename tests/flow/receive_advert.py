# param: role string: The job to look for
import requests
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        answer = requests.get("https://api.example.com/jobs")
        for job in answer.json()["jobs"]:
            yield self.create_text_message(job["employer"] + job["position"])
