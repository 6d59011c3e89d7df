# param: email string: The e-mail address of the person
import shippo
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        address = shippo.AddressCreateRequest(email=tool_parameters["email"])
        yield self.create_text_message(address.email)
