# param: email string: The e-mail address of the recipient
import sqlite3

from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        connection = sqlite3.connect("people.db")
        cursor = connection.cursor()
        cursor.execute("INSERT INTO person (email) VALUES (?)", (tool_parameters["email"],))  # stores: email_address
        connection.commit()
        yield self.create_text_message("kept")
