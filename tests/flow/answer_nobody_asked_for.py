# param: room string: Which room to read
import requests
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        answer = requests.get(f"https://api.example.com/rooms/{tool_parameters['room']}/log").json()
        for message in answer["messages"]:
            yield self.create_text_message(message["content"])  # receives: message_content -> example.com
