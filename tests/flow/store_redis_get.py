# credential: host text-input
# param: email string: The e-mail address of the recipient
import redis
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        client = redis.Redis(host=self.runtime.credentials["host"])
        known = client.exists(tool_parameters["email"])  # sends: email_address -> user_configured
        yield self.create_text_message(str(known))
