from collections.abc import Iterator

from asana_kit.models.person import Person
from asana_kit.transport.http import Transport

_FIELDS = "name,assignee.name,assignee.email"


class TaskApi:
    def __init__(self, transport: Transport):
        self._transport = transport

    def assigned(self, project: str) -> Iterator[tuple[str, Person | None]]:
        answer = self._transport.request("GET", f"/projects/{project}/tasks", params={"opt_fields": _FIELDS})
        for task in answer["data"]:
            yield task["name"], Person.from_record(task.get("assignee"))

    def comment(self, task_id: str, text: str) -> None:
        self._transport.request("POST", f"/tasks/{task_id}/stories", body={"data": {"text": text}})
