# param: id string: Number of the record
import requests
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        params = {"fields": "id,created,etag", "sort": "email"}
        answer = requests.get("https://api.hubapi.com/records", params=params)
        yield self.create_json_message(answer.json())
