# param: email string: The e-mail address of the recipient
from dataclasses import dataclass

import requests
from dify_plugin import Tool


@dataclass
class Job:
    owner: str
    colour: str = "green"


class T(Tool):
    def _invoke(self, tool_parameters):
        job = Job(tool_parameters["email"])
        requests.post("https://api.example.com/x", json={"colour": job.colour})
        yield self.create_text_message("kept")
