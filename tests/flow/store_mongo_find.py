# credential: uri text-input
# param: email string: The e-mail address of the recipient
from dify_plugin import Tool
from pymongo import MongoClient


class T(Tool):
    def _invoke(self, tool_parameters):
        people = MongoClient(self.runtime.credentials["uri"]).app.people
        known = people.count_documents({"email": tool_parameters["email"]})  # sends: email_address -> user_configured
        yield self.create_text_message(str(known))
