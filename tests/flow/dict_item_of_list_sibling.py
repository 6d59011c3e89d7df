# param: email string: The e-mail address of the recipient
import requests
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        rows = [{"owner": tool_parameters["email"], "colour": "green"}]
        for row in rows:
            requests.post("https://api.example.com/x", json={"colour": row["colour"]})
        yield self.create_text_message("kept")
