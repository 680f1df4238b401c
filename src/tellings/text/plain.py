"""A wording in, the same wording as it may be shown on a terminal out: no control characters, no turned direction."""

import re
import unicodedata

_TURNS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")  # marks that reorder what follows

# Zero bytes, control characters, marks that show nothing; and halves of characters, which cannot be written.
_UNSHOWN = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\xad\u2060\ufeff]")
_HALF = re.compile("[\ud800-\udfff]")


def drop_unshown(wording: str) -> str:
    """Without what shows nothing: escapes in JSON and references in markup bring it back after decoding."""
    if wording.isprintable():
        return wording
    return _HALF.sub("\ufffd", _UNSHOWN.sub("", wording))


def show_plain(wording: str) -> str:
    """Letter for letter; what would steer the terminal, or is half a character, becomes a replacement mark."""
    if wording.isprintable():
        return wording
    return "".join("\ufffd" if _steers(letter) else letter for letter in wording)


def _steers(letter: str) -> bool:
    return unicodedata.category(letter) in ("Cc", "Cs", "Zl", "Zp") or letter in _TURNS
