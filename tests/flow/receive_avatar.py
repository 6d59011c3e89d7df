import requests
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        user = requests.get("https://api.github.com/user").json()
        yield self.create_image_message(user["avatar_url"])  # receives: profile_picture -> github
