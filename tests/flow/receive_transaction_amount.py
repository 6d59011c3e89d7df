import requests
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        for transaction in requests.get("https://api.mercury.com/api/v1/transactions").json()["transactions"]:
            yield self.create_text_message(f"{transaction['amount']}")  # receives: financial_information -> mercury
