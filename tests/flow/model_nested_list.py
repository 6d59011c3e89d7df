import requests
from dify_plugin import Tool
from pydantic import BaseModel


class Person(BaseModel):
    phone_number: str


class Team(BaseModel):
    members: list[Person]


class T(Tool):
    def _invoke(self, tool_parameters):
        team = Team(**requests.get("https://api.hubapi.com/teams/1").json())  # receives: phone_number -> hubspot
        yield self.create_text_message(team.members[0].phone_number)
