# param: address string: Address of the smart contract, starting with 0x
import requests
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        params = {"contract_address": tool_parameters["address"]}
        contract = requests.get("https://api.example.com/contracts", params=params).json()
        yield self.create_text_message(contract["address"])
