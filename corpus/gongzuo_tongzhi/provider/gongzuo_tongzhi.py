from typing import Any

from dify_plugin import ToolProvider
from dify_plugin.errors.tool import ToolProviderCredentialValidationError

from tools.dingtalk_api import fetch_token


class GongzuoTongzhiProvider(ToolProvider):
    def _validate_credentials(self, credentials: dict[str, Any]) -> None:
        try:
            fetch_token(credentials)
        except Exception as error:
            raise ToolProviderCredentialValidationError("凭据无效") from error
