from typing import Any

from dify_plugin import ToolProvider
from dify_plugin.errors.tool import ToolProviderCredentialValidationError
from twilio.base.exceptions import TwilioRestException
from twilio.rest import Client


class TextCourierProvider(ToolProvider):
    def _validate_credentials(self, credentials: dict[str, Any]) -> None:
        try:
            Client(credentials["account_sid"], credentials["auth_token"]).api.accounts.list(limit=1)
        except TwilioRestException as error:
            raise ToolProviderCredentialValidationError(error.msg) from error
