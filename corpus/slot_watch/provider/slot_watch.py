from typing import Any

import httpx
from dify_plugin import ToolProvider
from dify_plugin.errors.tool import ToolProviderCredentialValidationError


class SlotWatchProvider(ToolProvider):
    def _validate_credentials(self, credentials: dict[str, Any]) -> None:
        answer = httpx.get(
            "https://api.calendly.com/users/me",
            headers={"Authorization": f"Bearer {credentials['token']}"},
        )
        if answer.status_code == 401:
            raise ToolProviderCredentialValidationError("Calendly refused the token.")
