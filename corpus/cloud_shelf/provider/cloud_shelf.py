import secrets
import time
import urllib.parse
from collections.abc import Mapping
from typing import Any

import requests
from dify_plugin.errors.tool import DatasourceOAuthError
from dify_plugin.interfaces.datasource import DatasourceOAuthCredentials, DatasourceProvider
from werkzeug import Request


class CloudShelfProvider(DatasourceProvider):
    _AUTHORIZE = "https://www.dropbox.com/oauth2/authorize"
    _TOKEN = "https://api.dropboxapi.com/oauth2/token"
    _ACCOUNT = "https://api.dropboxapi.com/2/users/get_current_account"

    def _validate_credentials(self, credentials: Mapping[str, Any]) -> None:
        if not credentials.get("access_token"):
            raise DatasourceOAuthError("Please sign in to Dropbox.")

    def _oauth_get_authorization_url(self, redirect_uri: str, system_credentials: Mapping[str, Any]) -> str:
        query = {
            "client_id": system_credentials["client_id"],
            "redirect_uri": redirect_uri,
            "response_type": "code",
            "token_access_type": "offline",
            "state": secrets.token_urlsafe(16),
        }
        return f"{self._AUTHORIZE}?{urllib.parse.urlencode(query)}"

    def _oauth_get_credentials(
        self, redirect_uri: str, system_credentials: Mapping[str, Any], request: Request
    ) -> DatasourceOAuthCredentials:
        code = request.args.get("code")
        if not code:
            raise DatasourceOAuthError("No code came back.")
        token = self._token(
            system_credentials,
            {"code": code, "grant_type": "authorization_code", "redirect_uri": redirect_uri},
        )
        account = requests.post(
            self._ACCOUNT,
            headers={"Authorization": f"Bearer {token['access_token']}"},
            timeout=10,
        ).json()
        return DatasourceOAuthCredentials(
            name=account["name"]["display_name"] or account["email"],
            avatar_url=account.get("profile_photo_url"),
            credentials={"access_token": token["access_token"], "refresh_token": token["refresh_token"]},
            expires_at=int(time.time()) + int(token["expires_in"]),
        )

    def _oauth_refresh_credentials(
        self, redirect_uri: str, system_credentials: Mapping[str, Any], credentials: Mapping[str, Any]
    ) -> DatasourceOAuthCredentials:
        token = self._token(
            system_credentials,
            {"grant_type": "refresh_token", "refresh_token": credentials["refresh_token"]},
        )
        return DatasourceOAuthCredentials(
            credentials={**credentials, "access_token": token["access_token"]},
            expires_at=int(time.time()) + int(token["expires_in"]),
        )

    def _token(self, system_credentials: Mapping[str, Any], form: dict[str, str]) -> dict[str, Any]:
        client = (system_credentials["client_id"], system_credentials["client_secret"])
        answer = requests.post(self._TOKEN, data=form, auth=client, timeout=10)
        if answer.status_code != 200:
            raise DatasourceOAuthError(f"Dropbox answered {answer.status_code}.")
        return answer.json()
