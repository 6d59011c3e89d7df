# param: table_name select: Name of the table to read
import requests
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        rows = requests.get("https://api.example.com/tables/" + tool_parameters["table_name"]).json()
        columns = [column["name"] for column in rows["columns"]]
        yield self.create_text_message(", ".join(columns))
