# kind: tool
from dify_plugin import Tool
from slack_sdk import WebClient


class T(Tool):
    def _invoke(self, tool_parameters):
        answer = WebClient(token="t").users_info(user="U1")  # receives: name -> slack; username -> slack; online_identifier -> slack
        yield self.create_text_message(answer["user"]["real_name"])  # receives: name -> slack; online_identifier -> slack
