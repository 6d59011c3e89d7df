from collections.abc import Mapping
from typing import Any

from dify_plugin.interfaces.datasource import DatasourceProvider

from datasources.hackmd import HackMD


class NoteBridgeProvider(DatasourceProvider):
    def _validate_credentials(self, credentials: Mapping[str, Any]) -> None:
        HackMD(credentials["api_token"]).notes()
