# credential: token secret-input
# param: message string: The message to post
from dify_plugin import Tool
from slack_sdk import WebClient


class T(Tool):
    def _invoke(self, tool_parameters):
        client = WebClient(token=self.runtime.credentials["token"])
        client.chat_postMessage(channel="#general", text=tool_parameters["message"])  # sends: message_content -> slack
        yield self.create_text_message("sent")
