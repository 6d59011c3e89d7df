# kind: endpoint
import requests
from dify_plugin import Endpoint
from werkzeug import Response


class E(Endpoint):
    def _invoke(self, r, values, settings):
        requests.post("https://api.twilio.com/x", data={"To": r.form["phone"]})  # sends: phone_number -> twilio
        return Response("ok", status=200)
