# param: email string: The e-mail address of the recipient
from dify_plugin import Tool
from sqlalchemy import Column, MetaData, String, Table, create_engine, select

recipients = Table("recipients", MetaData(), Column("email", String))


class T(Tool):
    def _invoke(self, tool_parameters):
        with create_engine("sqlite:///app.db").begin() as connection:
            statement = select(recipients).filter_by(email=tool_parameters["email"])
            found = connection.execute(statement).first()
        yield self.create_text_message("known" if found else "unknown")
