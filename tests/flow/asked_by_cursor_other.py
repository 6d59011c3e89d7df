# credential: host text-input
import psycopg2
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        cursor = psycopg2.connect(host=self.runtime.credentials["host"]).cursor()
        cursor.execute("SELECT phone_number FROM contacts")
        known = cursor.fetchone() is not None
        cursor.execute("SELECT day, total FROM orders")
        yield self.create_json_message({"known": known, "rows": cursor.fetchall()})
