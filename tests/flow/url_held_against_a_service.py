# param: webhook_url string: The address of the webhook
# param: message string: The message to post
import httpx
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        url = tool_parameters["webhook_url"]
        if not url.startswith("https://hooks.slack.com/"):
            return
        httpx.post(url, json={"text": tool_parameters["message"]})  # sends: message_content -> slack
        yield self.create_text_message("sent")
