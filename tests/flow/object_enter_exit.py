# param: email string: The e-mail address of the recipient
import requests
from dify_plugin import Tool


class Client:
    def __enter__(self):
        self.session = requests.Session()
        return self

    def __exit__(self, *error):
        self.session.close()

    def send(self, address):
        self.session.post("https://api.example.com/x", json={"to": address})  # sends: email_address -> example.com


class T(Tool):
    def _invoke(self, tool_parameters):
        with Client() as client:
            client.send(tool_parameters["email"])
        yield self.create_text_message("sent")
