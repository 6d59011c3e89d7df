import json
import logging
from collections.abc import Mapping

from dify_plugin import Endpoint
from werkzeug import Request, Response

logger = logging.getLogger(__name__)


class ContactEndpoint(Endpoint):
    def _invoke(self, r: Request, values: Mapping, settings: Mapping) -> Response:
        form = r.get_json()
        visitor_email = form["email"]
        logger.info("contact form from %s", r.remote_addr)
        answer = self.session.app.chat.invoke(
            app_id=settings["app"]["app_id"],
            query=form["message"],
            inputs={"greeting": settings.get("greeting", "Hello"), "visitor_email": visitor_email},
            response_mode="blocking",
        )
        return Response(
            json.dumps({"answer": answer["answer"]}), status=200, content_type="application/json"
        )
