# param: email string: The e-mail address of the recipient
from contextlib import contextmanager

import requests
from dify_plugin import Tool


@contextmanager
def connection():
    session = requests.Session()
    try:
        yield session
    finally:
        session.close()


class T(Tool):
    def _invoke(self, tool_parameters):
        with connection() as session:
            session.post("https://api.example.com/x", json={"email": tool_parameters["email"]})  # sends: email_address -> example.com
        yield self.create_text_message("sent")
