# param: email string: The e-mail address of the recipient
import io
import zipfile

import requests
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            archive.writestr("a.txt", tool_parameters["email"])
        requests.post("https://api.example.com/x", data=buffer.getvalue())  # sends: email_address -> example.com
        yield self.create_text_message("done")
