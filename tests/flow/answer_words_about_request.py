# param: room string: Which room to read
import requests
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        answer = requests.get(f"https://api.example.com/rooms/{tool_parameters['room']}").json()
        if answer["code"] != 0:
            yield self.create_text_message(answer["msg"])
            return
        yield self.create_text_message("open" if answer["data"]["open"] else "shut")
