class Place:
    """Where the API lives."""

    SCHEME = "https"
    DOMAIN = "freshdesk.com"
    PREFIX = "/api/v2"

    @classmethod
    def of(cls, account: str) -> str:
        return cls.SCHEME + "://" + account + "." + cls.DOMAIN + cls.PREFIX
