from typing import Any

import httpx

from .places import Place


class Resource:
    """A kind of record of the API; subclasses say which."""

    path = ""

    def __init__(self, account: str, api_key: str):
        self._url = Place.of(account)
        self._auth = (api_key, "X")

    def _post(self, body: dict[str, Any]) -> dict[str, Any]:
        answer = httpx.post(f"{self._url}/{self.path}", json=body, auth=self._auth, timeout=20)
        answer.raise_for_status()
        return answer.json()

    def _get(self) -> Any:
        answer = httpx.get(f"{self._url}/{self.path}", auth=self._auth, timeout=20)
        answer.raise_for_status()
        return answer.json()
