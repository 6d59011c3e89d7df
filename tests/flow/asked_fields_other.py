# param: columns string: Columns by which it is sorted: first_name,email
import requests
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        answer = requests.get("https://api.hubapi.com/numbers", params={"columns": tool_parameters["columns"]})
        yield self.create_json_message({"count": answer.json()["count"]})
