# param: email string: The e-mail address of the recipient
from diskcache import Cache
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        cache = Cache("people")
        cache.set("last", tool_parameters["email"], expire=3600)  # stores: email_address
        cache["again"] = tool_parameters["email"]  # stores: email_address
        yield self.create_text_message("kept")
