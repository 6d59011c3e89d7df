import requests
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        for entry in requests.get("https://api.github.com/repos/example/kit/contents").json():
            yield self.create_text_message(f"{entry['name']} {entry['path']} {entry['size']}")
