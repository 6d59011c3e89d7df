# param: email string: The e-mail address of the recipient
import requests
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        address = tool_parameters["email"]
        requests.post("https://slack.com/api/chat.postMessage", json={"footer": f"for {address}"})  # sends: email_address -> slack
        yield self.create_text_message("sent")
