# param: first_name string: Given name of the customer
# param: company string: Company where the customer works
import requests
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        body = {"first": tool_parameters["first_name"], "org": tool_parameters["company"]}
        requests.post("https://api.example.com/x", json=body)  # sends: name -> example.com; occupation -> example.com
        yield self.create_text_message("sent")
