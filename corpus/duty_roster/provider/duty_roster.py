from typing import Any

from dify_plugin import ToolProvider
from dify_plugin.errors.tool import ToolProviderCredentialValidationError

from asana_kit import Asana


class DutyRosterProvider(ToolProvider):
    def _validate_credentials(self, credentials: dict[str, Any]) -> None:
        if not Asana(credentials["access_token"]).alive():
            raise ToolProviderCredentialValidationError("Asana refused the token.")
