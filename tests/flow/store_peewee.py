# param: email string: The e-mail address of the recipient
from dify_plugin import Tool
from peewee import CharField, Model, SqliteDatabase

database = SqliteDatabase("app.db")


class Recipient(Model):
    email = CharField()

    class Meta:
        database = database


class T(Tool):
    def _invoke(self, tool_parameters):
        Recipient.create(email=tool_parameters["email"])  # stores: email_address
        yield self.create_text_message("kept")
