# kind: model llm
import requests
from dify_plugin.interfaces.model.large_language_model import LargeLanguageModel


class M(LargeLanguageModel):
    def _invoke(self, model, credentials, prompt_messages, model_parameters, tools=None, stop=None, stream=True, user=None):
        messages = [{"role": message.role.value, "content": str(message.content)} for message in prompt_messages]
        answer = requests.post("https://api.openai.com/v1/chat/completions", json={"model": model, "messages": messages})  # sends: message_content -> openai
        return answer.json()
