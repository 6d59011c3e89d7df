# param: message string: The message to queue
# credential: username text-input The login name of the broker
import pika
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        login = pika.PlainCredentials(self.runtime.credentials["username"], "x")
        channel = pika.BlockingConnection(pika.ConnectionParameters(credentials=login)).channel()
        text = tool_parameters["message"]
        channel.basic_publish(exchange="", routing_key="jobs", body=text)  # sends: message_content -> user_configured
        print(text)  # logs: message_content
        yield self.create_text_message("sent")
