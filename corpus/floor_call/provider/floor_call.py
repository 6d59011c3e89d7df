from typing import Any

from dify_plugin import ToolProvider
from dify_plugin.errors.tool import ToolProviderCredentialValidationError
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError


class FloorCallProvider(ToolProvider):
    def _validate_credentials(self, credentials: dict[str, Any]) -> None:
        try:
            WebClient(token=credentials["bot_token"]).auth_test()
        except SlackApiError as error:
            raise ToolProviderCredentialValidationError(error.response["error"]) from error
