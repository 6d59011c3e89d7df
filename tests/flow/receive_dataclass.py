from dataclasses import dataclass

import requests
from dify_plugin import Tool


@dataclass
class Contact:
    first_name: str
    email: str


class T(Tool):
    def _invoke(self, tool_parameters):
        for row in requests.get("https://api.hubapi.com/contacts").json()["results"]:
            contact = Contact(first_name=row["first_name"], email=row["email"])  # receives: name -> hubspot; email_address -> hubspot
            yield self.create_text_message(f"{contact.first_name} <{contact.email}>")
