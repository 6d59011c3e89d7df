from typing import Any

from dify_plugin import ToolProvider
from dify_plugin.errors.tool import ToolProviderCredentialValidationError


class LetterDropProvider(ToolProvider):
    def _validate_credentials(self, credentials: dict[str, Any]) -> None:
        for key in ("api_key", "domain"):
            if not credentials.get(key):
                raise ToolProviderCredentialValidationError(f"{key} is missing.")
