from dify_plugin import ModelProvider
from dify_plugin.entities.model import ModelType


class CopperProvider(ModelProvider):
    def validate_provider_credentials(self, credentials: dict) -> None:
        model = self.get_model_instance(ModelType.LLM)
        model.validate_credentials(model="meta-llama/Llama-3.3-70B-Instruct", credentials=credentials)
