import requests
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        host_name, user_agent = "api.example.com", "kit/1.0"
        requests.get(f"https://{host_name}/x", headers={"User-Agent": user_agent})
        yield self.create_text_message("done")
