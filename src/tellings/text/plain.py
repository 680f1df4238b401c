"""A wording in, the same wording as it may be shown on a terminal out: no control characters, no turned direction."""

import unicodedata

_TURNS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")  # marks that reorder what follows


def show_plain(wording: str) -> str:
    """Letter for letter; what would steer the terminal, or is half a character, becomes a replacement mark."""
    if wording.isprintable():
        return wording
    return "".join("\ufffd" if _steers(letter) else letter for letter in wording)


def _steers(letter: str) -> bool:
    return unicodedata.category(letter) in ("Cc", "Cs", "Zl", "Zp") or letter in _TURNS
