# param: query string: The SQL query
import pandas as pd
from dify_plugin import Tool
from sqlalchemy import create_engine


class T(Tool):
    def _invoke(self, tool_parameters):
        frame = pd.read_sql_query(tool_parameters["query"], create_engine("sqlite:///cells.db"))
        yield self.create_text_message(frame.to_string())
