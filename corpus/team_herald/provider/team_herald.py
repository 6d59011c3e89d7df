from typing import Any

import requests
from dify_plugin import ToolProvider
from dify_plugin.errors.tool import ToolProviderCredentialValidationError


class TeamHeraldProvider(ToolProvider):
    def _validate_credentials(self, credentials: dict[str, Any]) -> None:
        url = credentials["server_url"].rstrip("/") + "/api/v4/system/ping"
        if requests.get(url, timeout=10).status_code != 200:
            raise ToolProviderCredentialValidationError("The server does not answer.")
