# param: email string: The e-mail address of the recipient
from pydantic import BaseModel

import requests
from dify_plugin import Tool


class Message(BaseModel):
    email: str
    colour: str = "green"


class T(Tool):
    def _invoke(self, tool_parameters):
        message = Message.model_validate(tool_parameters)
        requests.post("https://api.example.com/x", json={"colour": message.colour})
        yield self.create_text_message("done")
