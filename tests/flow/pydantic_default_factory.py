# param: email string: The e-mail address of the recipient
from pydantic import BaseModel, Field

import requests
from dify_plugin import Tool


class Message(BaseModel):
    headers: dict = Field(default_factory=dict)


class T(Tool):
    def _invoke(self, tool_parameters):
        message = Message()
        message.headers["email"] = tool_parameters["email"]
        requests.post("https://api.example.com/x", json=message.headers)  # sends: email_address -> example.com
        yield self.create_text_message("done")
