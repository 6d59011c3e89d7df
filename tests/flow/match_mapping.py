# param: email string: The e-mail address of the recipient
import requests
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        match tool_parameters:
            case {"email": str(address)}:
                requests.post("https://api.example.com/x", json={"value": address})  # sends: email_address -> example.com
            case _:
                pass
        yield self.create_text_message("sent")
