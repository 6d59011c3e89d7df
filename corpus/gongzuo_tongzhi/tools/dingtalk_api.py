from typing import Any

import requests

HOST = "https://oapi.dingtalk.com"


def fetch_token(credentials: dict[str, Any]) -> str:
    answer = requests.get(
        HOST + "/gettoken",
        params={"appkey": credentials["app_key"], "appsecret": credentials["app_secret"]},
        timeout=10,
    )
    return answer.json()["access_token"]


def call(token: str, path: str, body: dict[str, Any]) -> dict[str, Any]:
    answer = requests.post(f"{HOST}{path}", params={"access_token": token}, json=body, timeout=10)
    answer.raise_for_status()
    return answer.json()
