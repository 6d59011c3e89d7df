# param: email string: The e-mail address of the recipient
import httpx
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        with httpx.stream("POST", "https://api.example.com/x", json={"email": tool_parameters["email"]}) as answer:  # sends: email_address -> example.com
            for line in answer.iter_lines():
                yield self.create_text_message(str(len(line)))
