import base64
import hashlib
import hmac
import time
from collections.abc import Mapping
from typing import Any

import requests
from dify_plugin.entities.provider_config import CredentialType
from dify_plugin.entities.trigger import EventDispatch, Subscription, UnsubscribeResult
from dify_plugin.errors.trigger import SubscriptionError, TriggerDispatchError, TriggerValidationError
from dify_plugin.interfaces.trigger import Trigger, TriggerSubscriptionConstructor
from werkzeug import Request, Response

API_VERSION = "2025-01"


class ShopBellTrigger(Trigger):
    def _dispatch_event(self, subscription: Subscription, request: Request) -> EventDispatch:
        body = request.get_data()
        secret = subscription.properties.get("webhook_secret", "")
        digest = base64.b64encode(hmac.new(secret.encode(), body, hashlib.sha256).digest()).decode()
        if not hmac.compare_digest(digest, request.headers.get("X-Shopify-Hmac-Sha256", "")):
            raise TriggerValidationError("The signature is wrong.")
        if request.headers.get("X-Shopify-Topic") != "customers/create":
            raise TriggerDispatchError("This topic is not handled.")
        return EventDispatch(events=["customer_created"], response=Response("ok", status=200))


class ShopBellSubscriptionConstructor(TriggerSubscriptionConstructor):
    def _validate_api_key(self, credentials: Mapping[str, Any]) -> None:
        self._call("GET", credentials, "shop.json")

    def _create_subscription(
        self,
        endpoint: str,
        parameters: Mapping[str, Any],
        credentials: Mapping[str, Any],
        credential_type: CredentialType,
    ) -> Subscription:
        webhook = {"webhook": {"topic": "customers/create", "address": endpoint, "format": "json"}}
        created = self._call("POST", credentials, "webhooks.json", webhook)["webhook"]
        return Subscription(
            expires_at=int(time.time()) + 365 * 24 * 3600,
            endpoint=endpoint,
            parameters=parameters,
            properties={"external_id": created["id"]},
        )

    def _delete_subscription(
        self, subscription: Subscription, credentials: Mapping[str, Any], credential_type: CredentialType
    ) -> UnsubscribeResult:
        self._call("DELETE", credentials, f"webhooks/{subscription.properties['external_id']}.json")
        return UnsubscribeResult(success=True, message="The webhook is gone.")

    @staticmethod
    def _call(method: str, credentials: Mapping[str, Any], path: str, body: Any = None) -> dict[str, Any]:
        answer = requests.request(
            method,
            f"https://{credentials['shop']}.myshopify.com/admin/api/{API_VERSION}/{path}",
            headers={"X-Shopify-Access-Token": credentials["access_token"]},
            json=body,
            timeout=15,
        )
        if answer.status_code >= 400:
            raise SubscriptionError(f"Shopify answered {answer.status_code}.", error_code="shopify")
        return answer.json()
