# param: email string: The e-mail address of the recipient
from abc import ABC, abstractmethod

import requests
from dify_plugin import Tool


class Sender(ABC):
    @abstractmethod
    def body(self, address): ...

    def send(self, address):
        requests.post("https://api.example.com/x", json=self.body(address))


class CountSender(Sender):
    def body(self, address):
        return {"size": len(address)}


class T(Tool):
    def _invoke(self, tool_parameters):
        CountSender().send(tool_parameters["email"])
        yield self.create_text_message("kept")
