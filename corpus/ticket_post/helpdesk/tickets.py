from .base import Resource


class Tickets(Resource):
    path = "tickets"

    def open(self, email: str, subject: str, description: str) -> int:
        ticket = self._post(
            {"email": email, "subject": subject, "description": description, "status": 2, "priority": 1}
        )
        return ticket["id"]

    def count(self) -> int:
        return len(self._get())
