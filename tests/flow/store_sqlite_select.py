# param: email string: The e-mail address of the recipient
import sqlite3

from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        connection = sqlite3.connect("app.db")
        rows = connection.execute("SELECT 1 FROM recipients WHERE email = ?", (tool_parameters["email"],))
        yield self.create_text_message("known" if rows.fetchone() else "unknown")
