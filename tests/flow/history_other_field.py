# param: message string: The message of the user
import json
from dataclasses import dataclass, field

from dify_plugin import Tool


@dataclass
class History:
    turns: list[str] = field(default_factory=list)
    counts: list[int] = field(default_factory=list)

    def add(self, turn):
        self.turns.append(turn)
        self.counts.append(len(turn))


class Manager:
    def __init__(self, storage):
        self.storage = storage
        self._history = History()

    def load(self):
        return self._history

    def keep(self, query):
        history = self.load()
        history.add(query)
        self.storage.set("counts", json.dumps(self._history.counts).encode("utf-8"))


class T(Tool):
    def _invoke(self, tool_parameters):
        manager = Manager(storage=self.session.storage)
        manager.keep(tool_parameters["message"])
        yield self.create_text_message("kept")
