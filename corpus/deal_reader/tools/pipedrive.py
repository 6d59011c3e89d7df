from typing import Any

import requests


class PipedriveClient:
    """A small client for version 1 of the API."""

    base_url = "https://api.pipedrive.com/v1"

    def __init__(self, token: str):
        self.token = token

    def get(self, path: str, params: dict[str, Any]) -> dict[str, Any]:
        response = requests.get(
            f"{self.base_url}/{path}",
            params={**params, "api_token": self.token},
            timeout=15,
        )
        response.raise_for_status()
        return response.json()
