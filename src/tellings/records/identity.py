"""Parts in, an id out: the same parts give the same id on every run and machine."""

import hashlib

_SIZE = 16


def make_id(kind: str, *parts: object) -> str:
    """`kind` and a hash of the parts, as `report-1f…`; parts are compared by their text, separated unambiguously."""
    texts = [str(part).encode("utf-8", "surrogatepass") for part in parts]
    digest = hashlib.sha256(b"".join([len(text).to_bytes(8, "big") + text for text in texts]))
    return f"{kind}-{digest.hexdigest()[:_SIZE]}"
