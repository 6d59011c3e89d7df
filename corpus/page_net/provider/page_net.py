from collections.abc import Mapping
from typing import Any

import requests
from dify_plugin.errors.tool import ToolProviderCredentialValidationError
from dify_plugin.interfaces.datasource import DatasourceProvider


class PageNetProvider(DatasourceProvider):
    def _validate_credentials(self, credentials: Mapping[str, Any]) -> None:
        answer = requests.get(
            "https://app.scrapingbee.com/api/v1/usage",
            params={"api_key": credentials["api_key"]},
            timeout=10,
        )
        if answer.status_code != 200:
            raise ToolProviderCredentialValidationError("ScrapingBee refused the key.")
