# kind: event
# output: email string: E-mail address of the sender  # receives: email_address -> github
# output: kind string: What has happened
from dify_plugin.entities.trigger import Variables
from dify_plugin.interfaces.trigger import Event


class E(Event):
    def _on_event(self, request, parameters, payload):
        body = request.get_json()
        return Variables(variables={"email": body["email"], "kind": body["kind"]})  # receives: email_address -> github
# --- file: provider/plugin.py
import requests
from dify_plugin.entities.trigger import EventDispatch
from dify_plugin.interfaces.trigger import Trigger, TriggerSubscriptionConstructor


class P(Trigger):
    def _dispatch_event(self, subscription, request):
        return EventDispatch(events=["case"], response=None)


class C(TriggerSubscriptionConstructor):
    def _create_subscription(self, endpoint, parameters, credentials, credential_type):
        return requests.post("https://api.github.com/hooks", json={"config": {"url": endpoint}}).json()
