# param: sql string: The SQL statement to run
# credential: host text-input
import psycopg2
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        cursor = psycopg2.connect(host=self.runtime.credentials["host"]).cursor()
        cursor.execute(tool_parameters["sql"])  # sends: user_content -> user_configured
        yield self.create_text_message("done")
