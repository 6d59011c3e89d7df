# kind: endpoint
import requests
from dify_plugin import Endpoint
from werkzeug import Response


class E(Endpoint):
    def _invoke(self, r, values, settings):
        form = r.get_json()
        requests.post("https://slack.com/api/users.lookupByEmail", data={"email": form["email"]})  # sends: email_address -> slack
        return Response("ok", status=200)
