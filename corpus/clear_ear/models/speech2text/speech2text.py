from typing import IO

import requests
from dify_plugin.errors.model import CredentialsValidateFailedError, InvokeError
from dify_plugin.interfaces.model.speech2text_model import Speech2TextModel


class ClearEarSpeech2TextModel(Speech2TextModel):
    def _invoke(self, model: str, credentials: dict, file: IO[bytes], user: str | None = None) -> str:
        base_url = credentials.get("base_url") or "https://api.deepgram.com"
        answer = requests.post(
            f"{base_url.rstrip('/')}/v1/listen",
            params={"model": model, "smart_format": "true"},
            headers={"Authorization": f"Token {credentials['api_key']}", "Content-Type": "audio/*"},
            data=file.read(),
            timeout=300,
        )
        answer.raise_for_status()
        return answer.json()["results"]["channels"][0]["alternatives"][0]["transcript"]

    def validate_credentials(self, model: str, credentials: dict) -> None:
        if not credentials.get("api_key"):
            raise CredentialsValidateFailedError("The API key is missing.")

    @property
    def _invoke_error_mapping(self) -> dict[type[InvokeError], list[type[Exception]]]:
        return {InvokeError: [requests.RequestException]}
