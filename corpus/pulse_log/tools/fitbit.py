from typing import Any

import requests


class FitbitMixin:
    """Gives a tool access to the web API with the user's token."""

    def fitbit_get(self, path: str) -> dict[str, Any]:
        token = self.runtime.credentials["access_token"]
        answer = requests.get(
            f"https://api.fitbit.com/1/user/-/{path}.json",
            headers={"Authorization": f"Bearer {token}"},
            timeout=15,
        )
        answer.raise_for_status()
        return answer.json()
