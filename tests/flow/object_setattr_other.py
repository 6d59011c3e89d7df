# param: email string: The e-mail address of the recipient
import requests
from dify_plugin import Tool


class Draft:
    to = ""
    colour = ""


class T(Tool):
    def _invoke(self, tool_parameters):
        draft = Draft()
        setattr(draft, "to", tool_parameters["email"])
        draft.colour = "green"
        requests.post("https://api.example.com/x", json={"colour": draft.colour})
        yield self.create_text_message("kept")
