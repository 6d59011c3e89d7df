# param: email string: The e-mail address of the recipient
from abc import ABC, abstractmethod

import requests
from dify_plugin import Tool


class Sender(ABC):
    @abstractmethod
    def url(self): ...

    def send(self, address):
        requests.post(self.url(), json={"to": address})  # sends: email_address -> hubspot


class HubSender(Sender):
    def url(self):
        return "https://api.hubapi.com/x"


class T(Tool):
    def _invoke(self, tool_parameters):
        HubSender().send(tool_parameters["email"])
        yield self.create_text_message("sent")
