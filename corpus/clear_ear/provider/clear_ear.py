from dify_plugin import ModelProvider


class ClearEarProvider(ModelProvider):
    def validate_provider_credentials(self, credentials: dict) -> None:
        pass
