import requests
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        requests.post("https://api.example.com/x", json={"user": self.runtime.user_id})  # sends: online_identifier -> example.com
        yield self.create_text_message("sent")
