from typing import Any
from urllib.parse import urljoin

import requests


class HackMD:
    root = "https://api.hackmd.io/v1/"

    def __init__(self, token: str):
        self.session = requests.Session()
        self.session.headers.update({"Authorization": f"Bearer {token}"})

    def notes(self) -> list[dict[str, Any]]:
        return self._get("notes")

    def note(self, note_id: str) -> dict[str, Any]:
        return self._get(f"notes/{note_id}")

    def _get(self, path: str) -> Any:
        answer = self.session.get(urljoin(self.root, path), timeout=20)
        answer.raise_for_status()
        return answer.json()
