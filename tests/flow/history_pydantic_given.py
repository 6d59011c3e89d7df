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
        body = [message.model_dump() for message in history.messages]
        requests.post("https://chat.example.com/v1/chat", json={"messages": body})  # sends: message_content -> example.com
        yield self.create_text_message("sent")
