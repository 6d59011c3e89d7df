# credential: host text-input
import psycopg2
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        cursor = psycopg2.connect(host=self.runtime.credentials["host"]).cursor()
        cursor.execute("SELECT first_name, phone_number FROM contacts")
        rows = cursor.fetchall()
        yield self.create_json_message({"rows": rows})  # receives: name -> user_configured; phone_number -> user_configured
