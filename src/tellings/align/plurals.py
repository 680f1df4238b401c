"""A noun in, its plural out."""

_PLURALS = {"person": "people", "man": "men", "woman": "women", "child": "children", "life": "lives", "wife": "wives",
            "foot": "feet", "police": "police officers"}  # fmt: skip


def plural(noun: str) -> str:
    """More than one of it."""
    if noun in ("", "people") or noun in _PLURALS.values():
        return noun or "people"
    if noun in _PLURALS:
        return _PLURALS[noun]
    if noun.endswith(("s", "x", "ch", "sh")):
        return noun + "es"
    return noun[:-1] + "ies" if noun.endswith("y") and noun[-2:-1] not in "aeiou" else noun + "s"
