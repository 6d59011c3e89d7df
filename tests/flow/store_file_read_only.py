# param: email string: The e-mail address of the recipient
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        with open("blocked.txt", encoding="utf-8") as blocked:
            found = tool_parameters["email"] in blocked.read()
        yield self.create_text_message(str(found))
