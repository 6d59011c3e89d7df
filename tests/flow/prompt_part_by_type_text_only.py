# kind: model llm
import requests
from dify_plugin.entities.model.message import PromptMessageContentType
from dify_plugin.interfaces.model.large_language_model import LargeLanguageModel


class M(LargeLanguageModel):
    def _invoke(self, model, credentials, prompt_messages, model_parameters, tools=None, stop=None, stream=True, user=None):
        texts = []
        for message in prompt_messages:
            for part in message.content:
                if part.type != PromptMessageContentType.TEXT:
                    continue
                texts.append(part.data)
        answer = requests.post("https://api.openai.com/v1/chat/completions", json={"messages": texts})  # sends: message_content -> openai
        return answer.json()
