# param: model_name select: Name of the model
import requests
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        answer = requests.post("https://api.openai.com/v1/models", json={"model_name": tool_parameters["model_name"]})
        for model in answer.json()["data"]:
            yield self.create_text_message(model["name"])
