# param: email string: The e-mail address of the recipient
from pydantic import BaseModel, Field

import requests
from dify_plugin import Tool


class Message(BaseModel):
    address: str = Field(default="https://api.example.com/x", description="Where to")
    to: str = Field(..., description="To whom")


class T(Tool):
    def _invoke(self, tool_parameters):
        message = Message(to=tool_parameters["email"])
        requests.post(message.address, json={"to": message.to})  # sends: email_address -> example.com
        yield self.create_text_message("done")
