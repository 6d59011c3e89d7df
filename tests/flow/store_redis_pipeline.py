# param: email string: The e-mail address of the recipient
import os

import redis
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        pipeline = redis.Redis(host=os.getenv("REDIS_HOST", "localhost")).pipeline()
        pipeline.hset("people", mapping={"email": tool_parameters["email"]})  # sends: email_address -> user_configured; stores: email_address
        pipeline.execute()
        yield self.create_text_message("kept")
