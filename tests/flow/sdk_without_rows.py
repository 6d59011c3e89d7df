# param: email string: The e-mail address of the person
import shippo
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        client = shippo.Shippo(api_key_header="k")
        client.addresses.create(email=tool_parameters["email"])  # sends: email_address -> shippo
        yield self.create_text_message("made")
