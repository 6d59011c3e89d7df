# kind: model llm
from dify_plugin import OAICompatLargeLanguageModel


class M(OAICompatLargeLanguageModel):
    def _invoke(self, model, credentials, prompt_messages, model_parameters, tools=None, stop=None, stream=True, user=None):
        credentials["endpoint_url"] = "https://api.example.com/v1"
        return super()._invoke(model, credentials, prompt_messages, model_parameters, tools, stop, stream)  # sends: message_content -> example.com
