# kind: endpoint
import logging

from dify_plugin import Endpoint
from werkzeug import Response

logger = logging.getLogger(__name__)


class E(Endpoint):
    def _invoke(self, r, values, settings):
        logger.info("called from %s", r.remote_addr)  # logs: ip_address
        return Response("ok", status=200)
