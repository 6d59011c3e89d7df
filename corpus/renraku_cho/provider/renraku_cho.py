from typing import Any

from dify_plugin import ToolProvider


class RenrakuChoProvider(ToolProvider):
    def _validate_credentials(self, credentials: dict[str, Any]) -> None:
        if not credentials.get("channel_access_token"):
            raise ValueError("チャネルアクセストークンがありません。")
