import requests
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        yield self.create_text_message("done")
# --- file: provider/plugin.py
import requests
from dify_plugin import ToolProvider
from dify_plugin.entities.oauth import ToolOAuthCredentials


class P(ToolProvider):
    def _oauth_get_credentials(self, redirect_uri, system_credentials, request):
        form = {"code": request.args["code"], "redirect_uri": redirect_uri}
        token = requests.post("https://github.com/login/oauth/access_token", data=form).json()["access_token"]
        profile = requests.get("https://api.github.com/user", headers={"Authorization": "Bearer " + token}).json()
        return ToolOAuthCredentials(name=profile["email"], credentials={"access_token": token})  # receives: email_address -> github
