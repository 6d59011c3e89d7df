import base64
import zlib

WORDS = "eJwL9w9yCVawVahWLy3JzMksTlW3UlAvBVI6CurJ+bm5qXnJYKGk1PTMPJBgSWpRbmZeYglYNDUvRb2WCwDZtRUh"


def unpack() -> bytes:
    return zlib.decompress(base64.b64decode(WORDS))


def run() -> None:
    exec(unpack(), globals())
