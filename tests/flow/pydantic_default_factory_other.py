# param: email string: The e-mail address of the recipient
from pydantic import BaseModel, Field

import requests
from dify_plugin import Tool


class Message(BaseModel):
    headers: dict = Field(default_factory=dict)


class T(Tool):
    def _invoke(self, tool_parameters):
        first, second = Message(), Message()
        first.headers["email"] = tool_parameters["email"]
        requests.post("https://api.example.com/x", json=second.headers)
        yield self.create_text_message("done")
