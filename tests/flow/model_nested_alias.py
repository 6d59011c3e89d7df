import requests
from dify_plugin import Tool
from pydantic import BaseModel, Field


class Person(BaseModel):
    mail: str = Field(alias="EmailAddress")


class Contact(BaseModel):
    key: str = Field(alias="Id")
    owner: Person = Field(alias="From")


class T(Tool):
    def _invoke(self, tool_parameters):
        answer = requests.get("https://api.hubapi.com/contacts/1").json()
        contact = Contact(**answer)  # receives: email_address -> hubspot
        requests.post("https://api.example.com/x", data=contact.model_dump_json())  # sends: email_address -> example.com
        yield self.create_text_message("done")
