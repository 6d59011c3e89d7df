# param: email string: The e-mail address of the person
import agora_token_builder
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        token = agora_token_builder.RtcTokenBuilder.buildTokenWithAccount("a", "b", "c", tool_parameters["email"], 1, 2)
        yield self.create_text_message(token)
