from typing import Any

from dify_plugin import ToolProvider
from dify_plugin.errors.tool import ToolProviderCredentialValidationError


class ListBuilderProvider(ToolProvider):
    def _validate_credentials(self, credentials: dict[str, Any]) -> None:
        if "-" not in credentials.get("api_key", ""):
            raise ToolProviderCredentialValidationError("The key has no data centre at its end.")
