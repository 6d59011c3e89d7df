# param: email string: The e-mail address of the recipient
import requests
from dify_plugin import Tool
from pydantic import BaseModel


class Invitation(BaseModel):
    email: str
    role: str = "guest"


class T(Tool):
    def _invoke(self, tool_parameters):
        invitation = Invitation(email=tool_parameters["email"])
        requests.post("https://api.example.com/x", json={"role": invitation.role})
        yield self.create_text_message("kept")
