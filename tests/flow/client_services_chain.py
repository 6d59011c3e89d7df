# credential: key secret-input
# param: note string: The text of the note
import json

from dify_plugin import Tool
from google.oauth2 import service_account
from googleapiclient.discovery import build


class T(Tool):
    def _invoke(self, tool_parameters):
        login = service_account.Credentials.from_service_account_info(json.loads(self.runtime.credentials["key"]))
        sheets = build("sheets", "v4", credentials=login).spreadsheets()
        body = {"values": tool_parameters["note"]}
        sheets.values().update(spreadsheetId="1", range="A1", body=body).execute()  # sends: user_content -> google
        yield self.create_text_message("written")
