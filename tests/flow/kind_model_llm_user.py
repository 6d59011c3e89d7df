# kind: model llm
import requests
from dify_plugin.interfaces.model.large_language_model import LargeLanguageModel


class M(LargeLanguageModel):
    def _invoke(self, model, credentials, prompt_messages, model_parameters, tools=None, stop=None, stream=True, user=None):
        body = {"model": model, "messages": []}
        if user:
            body["user"] = user
        return requests.post("https://api.openai.com/v1/chat/completions", json=body).json()  # sends: online_identifier -> openai
