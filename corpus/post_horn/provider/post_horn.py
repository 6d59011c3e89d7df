import smtplib
from typing import Any

from dify_plugin import ToolProvider
from dify_plugin.errors.tool import ToolProviderCredentialValidationError


class PostHornProvider(ToolProvider):
    def _validate_credentials(self, credentials: dict[str, Any]) -> None:
        try:
            with smtplib.SMTP_SSL(credentials["smtp_host"], int(credentials["smtp_port"]), timeout=10) as server:
                server.login(credentials["login"], credentials["password"])
        except (OSError, smtplib.SMTPException) as error:
            raise ToolProviderCredentialValidationError(str(error)) from error
