from typing import Any

from dify_plugin import ToolProvider


class BellRingerProvider(ToolProvider):
    def _validate_credentials(self, credentials: dict[str, Any]) -> None:
        if ":" not in credentials["bot_token"]:
            raise ValueError("This is no bot token.")
