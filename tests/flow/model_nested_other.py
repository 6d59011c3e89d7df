import requests
from dify_plugin import Tool
from pydantic import BaseModel, Field


class Colour(BaseModel):
    shade: str = Field(alias="Shade")


class Car(BaseModel):
    wheels: int = Field(alias="Wheels")
    paint: Colour = Field(alias="Colour")


class T(Tool):
    def _invoke(self, tool_parameters):
        car = Car(**requests.get("https://api.example.com/cars/1").json())
        yield self.create_text_message(f"{car.wheels} {car.paint.shade}")
