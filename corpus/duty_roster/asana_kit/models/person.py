from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Person:
    name: str
    email: str

    @classmethod
    def from_record(cls, record: dict[str, Any] | None) -> "Person | None":
        if not record:
            return None
        return cls(name=record["name"], email=record.get("email", ""))

    def label(self) -> str:
        return f"{self.name} <{self.email}>"
