# param: status select: New state of the order
import requests
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        order = requests.patch("https://api.example.com/orders/1", json={"status": tool_parameters["status"]}).json()
        yield self.create_text_message(f"{order['status']} {order['message_count']} {order['currency']}")
