# param: email string: The e-mail address of the recipient
import requests
from dify_easy.model import BasePlugin, tool


class P(BasePlugin):
    @tool("send")
    def send(self, email, colour="green"):
        requests.post("https://api.example.com/x", json={"colour": colour})
