import base64
import secrets
import time
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

import requests
from dify_plugin import ToolProvider
from dify_plugin.entities.oauth import ToolOAuthCredentials
from dify_plugin.errors.tool import ToolProviderOAuthError
from werkzeug import Request

AUTHORIZE_URL = "https://www.fitbit.com/oauth2/authorize"
TOKEN_URL = "https://api.fitbit.com/oauth2/token"
SCOPES = "profile heartrate"


class PulseLogProvider(ToolProvider):
    def _validate_credentials(self, credentials: Mapping[str, Any]) -> None:
        if not credentials.get("access_token"):
            raise ToolProviderOAuthError("Please sign in to Fitbit.")

    def _oauth_get_authorization_url(self, redirect_uri: str, system_credentials: Mapping[str, Any]) -> str:
        query = {
            "response_type": "code",
            "client_id": system_credentials["client_id"],
            "redirect_uri": redirect_uri,
            "scope": SCOPES,
            "state": secrets.token_hex(8),
        }
        return AUTHORIZE_URL + "?" + urlencode(query)

    def _oauth_get_credentials(
        self, redirect_uri: str, system_credentials: Mapping[str, Any], request: Request
    ) -> ToolOAuthCredentials:
        form = {
            "grant_type": "authorization_code",
            "code": request.args["code"],
            "redirect_uri": redirect_uri,
        }
        return self._exchange(system_credentials, form)

    def _oauth_refresh_credentials(
        self, redirect_uri: str, system_credentials: Mapping[str, Any], credentials: Mapping[str, Any]
    ) -> ToolOAuthCredentials:
        form = {"grant_type": "refresh_token", "refresh_token": credentials["refresh_token"]}
        return self._exchange(system_credentials, form)

    @staticmethod
    def _exchange(system_credentials: Mapping[str, Any], form: dict[str, str]) -> ToolOAuthCredentials:
        pair = f"{system_credentials['client_id']}:{system_credentials['client_secret']}"
        basic = base64.b64encode(pair.encode()).decode()
        answer = requests.post(TOKEN_URL, data=form, headers={"Authorization": f"Basic {basic}"}, timeout=10)
        if answer.status_code != 200:
            raise ToolProviderOAuthError(f"Fitbit answered {answer.status_code}.")
        token = answer.json()
        return ToolOAuthCredentials(
            credentials={"access_token": token["access_token"], "refresh_token": token["refresh_token"]},
            expires_at=int(time.time()) + token["expires_in"],
        )
