# kind: endpoint
import json

from dify_plugin import Endpoint
from werkzeug import Response


class E(Endpoint):
    def _invoke(self, r, values, settings):
        form = r.get_json()
        return Response(json.dumps({"email": form["email"]}), status=200)
