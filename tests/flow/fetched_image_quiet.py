# param: number number: Number of the picture
import requests
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        made = requests.get("https://api.linear.app/pictures").json()
        for picture in made["images"]:
            answer = requests.get(picture["url"])
            yield self.create_blob_message(answer.content)
