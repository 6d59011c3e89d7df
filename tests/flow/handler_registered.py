# kind: endpoint
from dify_plugin import Endpoint
from linebot import LineBotApi, WebhookHandler
from linebot.models import MessageEvent, TextMessage
from werkzeug import Response


class E(Endpoint):
    def _invoke(self, r, values, settings):
        handler = WebhookHandler(settings["channel_secret"])

        @handler.add(MessageEvent, message=TextMessage)
        def on_text(event):
            sender = event.source.user_id  # receives: online_identifier -> line
            print(sender)  # logs: online_identifier

        handler.handle(r.get_data(as_text=True), r.headers["X-Line-Signature"])
        return Response("ok")
