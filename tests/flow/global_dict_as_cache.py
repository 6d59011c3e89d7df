# param: email string: The e-mail address of the recipient
# credential: api_key secret-input
import openai
from dify_plugin import Tool

_clients = {}


def client_of(key):
    if key not in _clients:
        _clients[key] = openai.OpenAI(api_key=key)
    return _clients[key]


class T(Tool):
    def _invoke(self, tool_parameters):
        client = client_of(self.runtime.credentials["api_key"])
        message = {"role": "user", "content": tool_parameters["email"]}
        client.chat.completions.create(model="m", messages=[message])  # sends: email_address -> openai
        yield self.create_text_message("sent")
