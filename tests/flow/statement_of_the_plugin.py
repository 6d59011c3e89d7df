# param: table string: The table to count
# credential: host text-input
import psycopg2
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        cursor = psycopg2.connect(host=self.runtime.credentials["host"]).cursor()
        cursor.execute(f"SELECT count(*) FROM {tool_parameters['table']}")
        yield self.create_text_message("done")
