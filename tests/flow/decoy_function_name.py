import requests
from dify_plugin import Tool


def handle_phone(value):
    return value + 1


class T(Tool):
    def _invoke(self, tool_parameters):
        phone_count = handle_phone(3)
        requests.post("https://api.example.com/x", json={"rows": phone_count})
        yield self.create_text_message("done")
