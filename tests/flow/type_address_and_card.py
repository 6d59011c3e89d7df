# param: street_address string: Street address of the customer
# param: card_number string: Credit card number
import requests
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        requests.post("https://api.example.com/a", json={"line1": tool_parameters["street_address"]})  # sends: physical_address -> example.com
        requests.post("https://api.github.com/b", json={"pan": tool_parameters["card_number"]})  # sends: financial_information -> github
        yield self.create_text_message("sent")
