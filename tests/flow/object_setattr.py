# param: email string: The e-mail address of the recipient
import requests
from dify_plugin import Tool


class Draft:
    pass


class T(Tool):
    def _invoke(self, tool_parameters):
        draft = Draft()
        setattr(draft, "to", tool_parameters["email"])
        requests.post("https://api.example.com/x", json={"to": draft.to})  # sends: email_address -> example.com
        yield self.create_text_message("sent")
