# param: email string: The e-mail address of the recipient
import json
from pathlib import Path

from dify_plugin import Tool

PLACE = Path("data") / "people.json"


class T(Tool):
    def _invoke(self, tool_parameters):
        with PLACE.open("w") as people:
            json.dump({"email": tool_parameters["email"]}, people)  # stores: email_address
        yield self.create_text_message("kept")
