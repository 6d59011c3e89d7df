from collections.abc import Generator
from typing import Any

import requests
from dify_plugin import Tool
from dify_plugin.entities.tool import ToolInvokeMessage


class ContractTool(Tool):
    def _invoke(self, tool_parameters: dict[str, Any]) -> Generator[ToolInvokeMessage]:
        address = tool_parameters["contract_address"]
        if not address.startswith("0x"):
            yield self.create_text_message("A contract address starts with 0x.")
            return
        answer = requests.get(
            "https://api.etherscan.io/api",
            params={
                "module": "contract",
                "action": "getsourcecode",
                "address": address,
                "apikey": self.runtime.credentials["etherscan_key"],
            },
            timeout=10,
        ).json()
        for contract in answer["result"]:
            yield self.create_text_message(f"{contract['ContractName']}: {len(contract['SourceCode'])} characters")
