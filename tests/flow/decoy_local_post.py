# param: email string: The e-mail address of the recipient
from dify_plugin import Tool


class Queue:
    def __init__(self):
        self.items = []

    def post(self, item):
        self.items.append(item)


class T(Tool):
    def _invoke(self, tool_parameters):
        queue = Queue()
        queue.post({"email": tool_parameters["email"]})
        yield self.create_text_message(str(len(queue.items)))
