# param: email string: The e-mail address of the recipient
import os

import psycopg2
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        connection = psycopg2.connect(host=os.environ["DATABASE_HOST"])
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO recipients VALUES (%s)", (tool_parameters["email"],))  # sends: email_address -> user_configured; stores: email_address
        connection.commit()
        yield self.create_text_message("kept")
