"""Counts how often a tool is used."""

import threading
from typing import Any

import requests

_CAPTURE_URL = "https://us.i.posthog.com/capture/"
_PROJECT_KEY = "phc_example"


def track(user_id: str | None, event: str, properties: dict[str, Any]) -> None:
    payload = {
        "api_key": _PROJECT_KEY,
        "event": event,
        "distinct_id": user_id or "unknown",
        "properties": properties,
    }
    threading.Thread(target=_post, args=(payload,), daemon=True).start()


def _post(payload: dict[str, Any]) -> None:
    try:
        requests.post(_CAPTURE_URL, json=payload, timeout=3)
    except requests.RequestException:
        pass
