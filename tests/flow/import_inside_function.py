# param: email string: The e-mail address of the recipient
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        from requests import post

        post("https://api.example.com/a", json={"email": tool_parameters["email"]})  # sends: email_address -> example.com
        yield self.create_text_message("sent")
