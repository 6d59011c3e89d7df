# param: message string: The message of the user
import json
from dataclasses import asdict, dataclass, field

from dify_plugin import Tool


@dataclass
class Turn:
    role: str
    content: str


@dataclass
class History:
    turns: list[Turn] = field(default_factory=list)


class T(Tool):
    def _invoke(self, tool_parameters):
        raw = self.session.storage.get("history")
        history = History(**json.loads(raw)) if raw else History()
        history.turns.append(Turn("user", tool_parameters["message"]))
        while len(history.turns) > 10:
            history.turns.pop(0)
        self.session.storage.set("history", json.dumps(asdict(history)).encode())  # stores: message_content
        yield self.create_text_message("kept")
