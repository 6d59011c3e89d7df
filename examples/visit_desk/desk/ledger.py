import acme_ledger


def load_visit(number: str):
    return acme_ledger.row("visits", number)
