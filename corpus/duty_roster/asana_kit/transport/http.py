from typing import Any

import requests

from asana_kit.transport.settings import BASE_URL, TIMEOUT


class Transport:
    def __init__(self, token: str):
        self._headers = {"Authorization": f"Bearer {token}", "Accept": "application/json"}

    def request(
        self, method: str, path: str, *, params: dict[str, Any] | None = None, body: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        answer = requests.request(
            method, BASE_URL + path, params=params, json=body, headers=self._headers, timeout=TIMEOUT
        )
        answer.raise_for_status()
        return answer.json()
