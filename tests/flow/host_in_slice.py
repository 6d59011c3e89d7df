# credential: app_id text-input
# param: email string: The e-mail address of the recipient
import requests
from dify_plugin import Tool


class T(Tool):
    def _signed(self, app_id):
        text = "POSTspeech.example.com/v1/"
        text += str(app_id)
        text += "?"
        text = text[:-1]
        return text

    def _invoke(self, tool_parameters):
        signed = self._signed(self.runtime.credentials["app_id"])
        url = "https://"
        url += signed[4::]
        requests.post(url, json={"to": tool_parameters["email"]})  # sends: email_address -> example.com
        yield self.create_text_message("sent")
