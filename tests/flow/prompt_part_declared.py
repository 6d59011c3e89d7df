# kind: model llm
import requests
from dify_plugin.entities.model.message import ImagePromptMessageContent, TextPromptMessageContent
from dify_plugin.interfaces.model.large_language_model import LargeLanguageModel


def image(part: ImagePromptMessageContent):
    return {"type": "image_url", "image_url": {"url": part.data}}


class M(LargeLanguageModel):
    def _invoke(self, model, credentials, prompt_messages, model_parameters, tools=None, stop=None, stream=True, user=None):
        parts = []
        for message in prompt_messages:
            for part in message.content:
                if not isinstance(part, TextPromptMessageContent):
                    parts.append(image(part))
        answer = requests.post("https://api.openai.com/v1/chat/completions", json={"messages": parts})  # sends: user_file -> openai
        return answer.json()
