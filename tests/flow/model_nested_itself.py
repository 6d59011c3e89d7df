from typing import Optional

import requests
from dify_plugin import Tool
from pydantic import BaseModel


class Person(BaseModel):
    email: str
    manager: Optional["Person"] = None


class T(Tool):
    def _invoke(self, tool_parameters):
        person = Person(**requests.get("https://api.hubapi.com/people/1").json())  # receives: email_address -> hubspot
        yield self.create_text_message(person.email)
