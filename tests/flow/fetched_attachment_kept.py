# kind: endpoint
import requests
from dify_plugin import Endpoint
from werkzeug import Response


class E(Endpoint):
    def _invoke(self, r, values, settings):
        for attachment in r.get_json()["attachments"]:
            content = requests.get(attachment["url"]).content  # receives: user_file -> user_configured
            self.session.file.upload(filename="in.bin", content=content, mimetype="application/pdf")  # stores: user_file
        return Response("ok")
