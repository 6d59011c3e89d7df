# param: ip_version select: Version of the protocol, 4 or 6
import platform

import requests
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        params = {"ip_version": tool_parameters["ip_version"], "system": platform.system()}
        requests.get("https://api.example.com/x", params=params)
        yield self.create_text_message("done")
