# param: email string: The e-mail address of the recipient
from dify_plugin import Tool
from peewee import CharField, Model


class Recipient(Model):
    email = CharField()


class T(Tool):
    def _invoke(self, tool_parameters):
        row = Recipient(email=tool_parameters["email"])
        row.save()  # stores: email_address
        yield self.create_text_message("kept")
