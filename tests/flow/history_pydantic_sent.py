# param: message string: The message of the user
import requests
from dify_plugin import Tool
from pydantic import BaseModel, Field


class Message(BaseModel):
    role: str
    content: str


class History(BaseModel):
    messages: list[Message] = Field(default_factory=list)

    def add(self, role: str, content: str) -> None:
        self.messages.append(Message(role=role, content=content))


class T(Tool):
    def _invoke(self, tool_parameters):
        history = History()
        history.add("user", tool_parameters["message"])
        requests.post("https://chat.example.com/v1/chat", json=history.model_dump())  # sends: message_content -> example.com
        yield self.create_text_message("sent")
