# kind: endpoint
from dify_plugin import Endpoint
from werkzeug import Response


class E(Endpoint):
    def _invoke(self, r, values, settings):
        event = r.get_json()["event"]
        seen = event["user_email"]  # receives: email_address -> slack
        return Response("ok" if seen else "", status=200)
