from typing import Any

from dify_plugin import ToolProvider
from dify_plugin.errors.tool import ToolProviderCredentialValidationError

from tools.pipedrive import PipedriveClient


class DealReaderProvider(ToolProvider):
    def _validate_credentials(self, credentials: dict[str, Any]) -> None:
        try:
            PipedriveClient(credentials["api_token"]).get("persons", {"limit": 1})
        except Exception as error:
            raise ToolProviderCredentialValidationError(str(error)) from error
