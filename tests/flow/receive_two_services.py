import requests
from dify_plugin import Tool


def get(url):
    return requests.get(url).json()


class T(Tool):
    def _invoke(self, tool_parameters):
        one = get("https://api.hubapi.com/contacts/1")
        two = get("https://api.github.com/user")
        yield self.create_text_message(one["phone"])  # receives: phone_number -> hubspot
        yield self.create_text_message(two["email"])  # receives: email_address -> github
