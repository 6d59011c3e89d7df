# param: message string: The message of the user
import requests
from dify_plugin import Tool
from pydantic import BaseModel


class Message(BaseModel):
    role: str
    content: str


class History(BaseModel):
    messages: list[Message]
    title: str = "none"


class T(Tool):
    def _invoke(self, tool_parameters):
        history = History(messages=[Message(role="user", content=tool_parameters["message"])])
        requests.post("https://chat.example.com/v1/titles", json=history.model_dump(include={"title"}))
        yield self.create_text_message("sent")
