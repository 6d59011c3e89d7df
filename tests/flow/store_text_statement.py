# param: email string: The e-mail address of the recipient
from dify_plugin import Tool
from sqlalchemy import create_engine, text


class T(Tool):
    def _invoke(self, tool_parameters):
        with create_engine("sqlite:///app.db").begin() as connection:
            statement = text("INSERT INTO recipients (email) VALUES (:email)")
            connection.execute(statement, {"email": tool_parameters["email"]})  # stores: email_address
        yield self.create_text_message("kept")
