# param: email string: The e-mail address of the recipient
import requests
from dify_plugin import Tool


def retry(times):
    def outer(function):
        def inner(*args, **kwargs):
            for _ in range(times):
                function(*args, **kwargs)

        return inner

    return outer


class T(Tool):
    @retry(times=2)
    def send(self, address):
        requests.post("https://api.example.com/x", json={"email": address})  # sends: email_address -> example.com

    def _invoke(self, tool_parameters):
        self.send(tool_parameters["email"])
        yield self.create_text_message("sent")
