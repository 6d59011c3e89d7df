from asana_kit.api.tasks import TaskApi
from asana_kit.transport.http import Transport


class Asana:
    def __init__(self, token: str):
        self._transport = Transport(token)
        self.tasks = TaskApi(self._transport)

    def alive(self) -> bool:
        return "data" in self._transport.request("GET", "/users/me")
