# credential: username text-input
import sqlalchemy
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        user = self.runtime.credentials["username"]
        engine = sqlalchemy.create_engine(f"postgresql://{user}:x@{self.runtime.credentials['host']}/db")
        inspector = sqlalchemy.inspect(engine)
        for column in inspector.get_columns("orders"):
            print(column["name"])
        yield self.create_text_message("listed")
