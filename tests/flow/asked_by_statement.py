# credential: host text-input
import pandas
from dify_plugin import Tool
from sqlalchemy import create_engine


class T(Tool):
    def _invoke(self, tool_parameters):
        engine = create_engine("postgresql://" + self.runtime.credentials["host"])
        table = pandas.read_sql("SELECT u.email, u.phone_number AS phone, count(*) FROM users u", engine)
        yield self.create_json_message(table.to_dict())  # receives: email_address -> user_configured; phone_number -> user_configured
