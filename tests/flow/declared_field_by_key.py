# param: email string: The e-mail address of the recipient
# param: note string: A note for the file
import requests
from dify_plugin import Tool
from pydantic import BaseModel, Field


class Invitation(BaseModel):
    email: str = Field("")
    role: str = "guest"


class T(Tool):
    def _invoke(self, tool_parameters):
        invitation = Invitation(**tool_parameters)
        requests.post("https://api.example.com/x", json={"to": invitation.email})  # sends: email_address -> example.com
        requests.post("https://api.example.com/y", json={"as": invitation.role})
        yield self.create_text_message("sent")
