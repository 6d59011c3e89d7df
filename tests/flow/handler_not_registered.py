# kind: endpoint
import functools

from dify_plugin import Endpoint
from werkzeug import Response


class E(Endpoint):
    def _invoke(self, r, values, settings):
        @functools.lru_cache(maxsize=8)
        def on_text(event):
            print(event.source.user_id)

        return Response("ok")
