# credential: host text-input
# param: email string: The e-mail address of the recipient
import psycopg2
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        connection = psycopg2.connect(host=self.runtime.credentials["host"])
        with connection.cursor() as cursor:
            query = "SELECT 1 FROM recipients WHERE email = %s"
            cursor.execute(query, (tool_parameters["email"],))  # sends: email_address -> user_configured
        yield self.create_text_message("asked")
