# param: target string: 收件人的电子邮箱地址
import requests
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        requests.post("https://api.example.com/x", json={"value": tool_parameters["target"]})  # sends: email_address -> example.com
        yield self.create_text_message("sent")
