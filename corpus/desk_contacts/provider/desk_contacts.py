from typing import Any

import requests
from dify_plugin import ToolProvider
from dify_plugin.errors.tool import ToolProviderCredentialValidationError


class DeskContactsProvider(ToolProvider):
    def _validate_credentials(self, credentials: dict[str, Any]) -> None:
        token = credentials.get("access_token")
        if not token:
            raise ToolProviderCredentialValidationError("The private app token is missing.")
        answer = requests.get(
            "https://api.hubapi.com/account-info/v3/details",
            headers={"Authorization": f"Bearer {token}"},
            timeout=10,
        )
        if answer.status_code != 200:
            raise ToolProviderCredentialValidationError(f"HubSpot answered {answer.status_code}.")
