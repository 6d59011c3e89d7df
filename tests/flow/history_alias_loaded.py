# param: message string: The message of the user
import json
from dataclasses import dataclass, field

from dify_plugin import Tool


@dataclass
class Turn:
    user_query: str

    def to_dict(self):
        return {"user_query": self.user_query}


@dataclass
class History:
    turns: list[Turn] = field(default_factory=list)

    def to_json(self):
        return json.dumps({"turns": [turn.to_dict() for turn in self.turns]})

    @classmethod
    def from_json(cls, text):
        return cls(turns=[Turn(**turn) for turn in json.loads(text)["turns"]])

    def add(self, turn: Turn):
        self.turns.append(turn)


class Manager:
    def __init__(self, storage):
        self.storage = storage
        self._history = None

    def load(self):
        if self._history is not None:
            return self._history
        raw = self.storage.get("history")
        if raw:
            self._history = History.from_json(raw.decode("utf-8"))
            return self._history
        if self._history is None:
            self._history = History()
        return self._history

    def save(self):
        if self._history is None:
            return
        self.storage.set("history", self._history.to_json().encode("utf-8"))  # stores: message_content

    def keep(self, query):
        history = self.load()
        history.add(Turn(user_query=query))
        self.save()


class T(Tool):
    def _invoke(self, tool_parameters):
        manager = Manager(storage=self.session.storage)
        manager.keep(tool_parameters["message"])
        yield self.create_text_message("kept")
