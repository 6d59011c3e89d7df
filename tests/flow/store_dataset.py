# param: email string: The e-mail address of the recipient
import dataset
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        people = dataset.connect("sqlite:///app.db")["people"]
        people.insert({"email": tool_parameters["email"]})  # stores: email_address
        yield self.create_text_message("kept")
