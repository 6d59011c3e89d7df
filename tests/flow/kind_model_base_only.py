# kind: model llm
from dify_plugin import OAICompatLargeLanguageModel


class M(OAICompatLargeLanguageModel):  # sends: message_content -> example.com; online_identifier -> example.com
    def validate_credentials(self, model, credentials):
        credentials["endpoint_url"] = "https://api.example.com/v1"
