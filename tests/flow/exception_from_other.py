# param: email string: The e-mail address of the recipient
import requests
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        try:
            self.check(tool_parameters["email"])
        except (ValueError, KeyError) as error:
            print(error)  # logs: email_address
        yield self.create_text_message("done")

    def check(self, address):
        try:
            int(address)
        except TypeError as cause:
            raise ValueError(f"{address} is wrong") from cause
        raise ValueError(f"{address} is wrong")
