# credential: token secret-input
# param: email string: The e-mail address of the recipient
import requests
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        session = requests.Session()
        session.headers.update({"Authorization": f"Bearer {self.runtime.credentials['token']}"})
        session.post("https://slack.com/api/users.lookupByEmail", data={"email": tool_parameters["email"]})  # sends: email_address -> slack
        yield self.create_text_message("sent")
