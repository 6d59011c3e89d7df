# credential: username text-input The login name of the broker
# credential: password secret-input The password of the broker
import pika
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        login = pika.PlainCredentials(self.runtime.credentials["username"], self.runtime.credentials["password"])
        connection = pika.BlockingConnection(pika.ConnectionParameters(credentials=login))
        channel = connection.channel()
        frame, header, body = channel.basic_get(queue="jobs")
        print(f"received {body.decode()}")
        yield self.create_text_message("read")
