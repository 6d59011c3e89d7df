# kind: model llm
# credential: base_url text-input
import os

from dify_plugin import LargeLanguageModel
from openai import OpenAI


class M(LargeLanguageModel):
    def _invoke(self, model, credentials, prompt_messages, model_parameters, tools=None, stop=None, stream=True, user=None):
        base_url = credentials["base_url"].rstrip("/")
        os.environ["OPENAI_BASE_URL"] = f"{base_url}/v1"
        client = OpenAI(api_key="none")
        messages = [{"role": m.role.value, "content": m.content} for m in prompt_messages]
        return client.chat.completions.create(model=model, messages=messages)  # sends: message_content -> user_configured
