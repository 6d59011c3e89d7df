from typing import Any

from dify_plugin import ToolProvider


class PantrySearchProvider(ToolProvider):
    def _validate_credentials(self, credentials: dict[str, Any]) -> None:
        if len(credentials.get("api_key", "")) < 8:
            raise ValueError("The key is too short.")
