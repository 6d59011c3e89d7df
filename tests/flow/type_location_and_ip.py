# param: latitude number: Latitude of where the user is
# param: ip string: IP address of the visitor
import requests
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        requests.get("https://api.example.com/a", params={"lat": tool_parameters["latitude"]})  # sends: location -> example.com
        requests.get("https://api.github.com/b/" + tool_parameters["ip"])  # sends: ip_address -> github
        yield self.create_text_message("sent")
