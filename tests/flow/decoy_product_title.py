import requests
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        for product in requests.get("https://api.example.com/products").json():
            yield self.create_text_message(f"{product['title']} {product['name']} {product['age']}")
