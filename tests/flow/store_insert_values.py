# param: email string: The e-mail address of the recipient
from dify_plugin import Tool
from sqlalchemy import Column, MetaData, String, Table, create_engine, insert

recipients = Table("recipients", MetaData(), Column("email", String))


class T(Tool):
    def _invoke(self, tool_parameters):
        with create_engine("sqlite:///app.db").begin() as connection:
            statement = insert(recipients).values(email=tool_parameters["email"])
            connection.execute(statement)  # stores: email_address
        yield self.create_text_message("kept")
