# param: email string: The e-mail address of the recipient
import requests
from dify_plugin import Tool
from pydantic import BaseModel, Field


class Invitation(BaseModel):
    email: str = Field(description="Who is invited")
    role: str = Field(default="guest")


class T(Tool):
    def _invoke(self, tool_parameters):
        invitation = Invitation.model_validate(tool_parameters)
        requests.post("https://api.example.com/x", json={"role": "guest", "to": invitation.email})  # sends: email_address -> example.com
        yield self.create_text_message("sent")
