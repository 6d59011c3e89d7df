# param: email string: The e-mail address of the recipient
from dify_plugin import Tool
from tinydb import Query, TinyDB


class T(Tool):
    def _invoke(self, tool_parameters):
        found = TinyDB("app.json").search(Query().email == tool_parameters["email"])
        yield self.create_text_message(str(len(found)))
