# param: email string: The e-mail address of the recipient
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        with open("people.txt", "a", encoding="utf-8") as people:
            people.write(tool_parameters["email"] + "\n")  # stores: email_address
        yield self.create_text_message("kept")
