# param: email string: The e-mail address of the recipient
import requests
from dify_plugin import Tool


def url_of(version, *parts):
    return "/".join(["https://api.notion.com", version, *parts])


class T(Tool):
    def _invoke(self, tool_parameters):
        requests.post(url_of("v1", "users"), json={"email": tool_parameters["email"]})  # sends: email_address -> notion
        yield self.create_text_message("sent")
