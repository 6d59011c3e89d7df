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
        known = Recipient.get_or_none(Recipient.email == tool_parameters["email"])
        yield self.create_text_message("known" if known else "unknown")
