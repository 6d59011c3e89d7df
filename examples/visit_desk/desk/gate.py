import acme_bus


class Gate:
    def open(self, number: str) -> None:
        acme_bus.put("gate", number)
