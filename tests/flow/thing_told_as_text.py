# param: task string: Task description
# param: queue string: The queue to use
import requests
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        body = {"task": tool_parameters["task"], "queue": tool_parameters["queue"]}
        requests.post("https://api.example.com/run", json=body)  # sends: user_content -> example.com
        yield self.create_text_message("started")
