from typing import Any

from dify_plugin import ToolProvider
from dify_plugin.errors.tool import ToolProviderCredentialValidationError

from helpdesk.tickets import Tickets


class TicketPostProvider(ToolProvider):
    def _validate_credentials(self, credentials: dict[str, Any]) -> None:
        try:
            Tickets(credentials["account"], credentials["api_key"]).count()
        except Exception as error:
            raise ToolProviderCredentialValidationError(str(error)) from error
