# param: email string: The e-mail address of the recipient
import requests
from dify_plugin import Tool


class Job:
    def __init__(self, owner, colour):
        self.owner = owner
        self.colour = colour


class T(Tool):
    def _invoke(self, tool_parameters):
        job = Job(tool_parameters["email"], "green")
        requests.post("https://api.example.com/x", json={"colour": job.colour})
        yield self.create_text_message("kept")
